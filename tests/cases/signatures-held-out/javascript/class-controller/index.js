const BaseController = require('./base');

class BillController extends BaseController {
  rules() {
    return ['account'];
  }

  async process() {
    const month = this.param('month', '202401');
    const account = this.param('account');
    return this.ok({ account, month, total: '58.00' });
  }
}

exports.handler = async (event, context) => new BillController(event).run();
