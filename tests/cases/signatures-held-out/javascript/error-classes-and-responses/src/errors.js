class AppError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
class NotFound extends AppError {
  constructor(what) {
    super(404, `${what} not found`);
  }
}
class Invalid extends AppError {
  constructor(what) {
    super(400, `${what} invalid`);
  }
}
module.exports = { AppError, NotFound, Invalid };
