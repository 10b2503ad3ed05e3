const Right = (x) => ({ map: (f) => Right(f(x)), chain: (f) => f(x), fold: (_, g) => g(x) });
const Left = (x) => ({ map: () => Left(x), chain: () => Left(x), fold: (f) => f(x) });

const parse = (text) => {
  try {
    return Right(JSON.parse(text));
  } catch (e) {
    return Left('bad json');
  }
};
const need = (name) => (o) => (o[name] ? Right(o) : Left(`${name} missing`));

exports.handler = async (event) =>
  parse(event)
    .chain(need('meterNo'))
    .chain(need('reading'))
    .map((o) => ({ meter: o.meterNo, used: Number(o.reading) - Number(o.last || 0) }))
    .fold((error) => ({ error }), (value) => value);
