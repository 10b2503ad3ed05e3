exports.handler = (event, context, callback) => {
  const body = JSON.parse(event);
  const reading = parseFloat(body.reading);
  if (isNaN(reading)) {
    return callback(null, 'error');
  }
  const last = body.last === undefined ? 0 : parseFloat(body.last);
  if (reading < last) {
    return callback(null, 'error');
  }
  const used = reading - last;
  const unit = body.unit || '度';
  callback(null, '本月用量' + used + unit);
};
