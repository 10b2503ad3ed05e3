const axios = require('axios');

const Json = (Base) => class extends Base {
  parse(raw) { return JSON.parse(raw); }
};

const Auth = (Base) => class extends Base {
  authorize(body) {
    if (body.token !== (process.env.TOKEN || 'test-token')) throw new Error('forbidden');
  }
};

class Endpoint {
  async serve(raw) {
    const body = this.parse(raw);
    this.authorize(body);
    return this.run(body);
  }
}

class AgentStatus extends Auth(Json(Endpoint)) {
  async run({ agentId, detail }) {
    const { data } = await axios.get(`http://ccc.example.com/agents/${agentId.trim()}`);
    return detail ? { state: data.state, since: data.since } : { state: data.state };
  }
}

const endpoint = new AgentStatus();
exports.handler = (event) => endpoint.serve(event);
