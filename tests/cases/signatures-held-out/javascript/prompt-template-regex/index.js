const TEMPLATES = {
  hello: '您好{name}，余额{balance}元',
  bye: '再见{name}',
};

const render = (template, values) => template.replace(/\{(\w+)\}/g, (_, k) => (values[k] === undefined ? '' : values[k]));

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const template = TEMPLATES[evt.stage] || TEMPLATES.hello;
  return render(template, evt);
};
