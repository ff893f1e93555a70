// Stands in for VS Code's native logger: appends plain lines to the log file that VS Code names.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
class Logger {
  constructor(file) {
    this.file = file;
    this.level = 2;
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true });
    } catch {
      /* read-only */
    }
  }
  put(level, message) {
    if (level >= this.level) {
      try {
        fs.appendFileSync(this.file, `${new Date().toISOString()} [${LEVELS[level]}] ${message}\n`);
      } catch {
        /* folder already removed */
      }
    }
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}
LEVELS.forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    this.put(level, message);
  };
});
// 'exports.x =' lines, so that Node finds the names when VS Code's ES modules import this file
exports.setFlushOn = () => {};
exports.setLevel = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = async (_name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
