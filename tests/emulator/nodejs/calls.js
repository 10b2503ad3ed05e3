// Calls the emulator through the official npm SDKs, one call after the other, and says in one line of JSON what came of each.
// On standard input: {"compute", "center": host:port, "keys": {name: {id, secret, token?}}, "package": base64 of a zip}
'use strict';
const { text } = require('node:stream/consumers');
const { Readable } = require('node:stream');
const OpenApi = require('@alicloud/openapi-client');
const { RuntimeOptions } = require('@alicloud/tea-util');
const Fc2 = require('@alicloud/fc-open20210406');
const Fc3 = require('@alicloud/fc20230330');
const Pop = require('@alicloud/pop-core');

const calls = [];
const call = (name, make) => calls.push([name, make]);

function table({ compute, center, keys, package: zipFile }) {
  const { mine } = keys;
  const config = (endpoint, key, more = {}) => ({
    accessKeyId: key.id, accessKeySecret: key.secret, securityToken: key.token, endpoint, protocol: 'HTTP', readTimeout: 30000, ...more,
  });
  const fc2 = (key, more) => new Fc2.default(new OpenApi.Config(config(compute, key, more)));
  const fc3 = (key, more) => new Fc3.default(new OpenApi.Config(config(compute, key, more)));
  const runtime = new RuntimeOptions({});
  const names = (found) => found.map((each) => each.functionName);

  // Function Compute 3.0
  const list3 = async (key, more) => names((await fc3(key, more).listFunctions(new Fc3.ListFunctionsRequest({ limit: 10 }))).body.functions);
  const get3 = async (name, more) => (await fc3(mine, more).getFunction(name, new Fc3.GetFunctionRequest({}))).body;
  const invoke3 = async (name, headers = {}) => {
    const request = new Fc3.InvokeFunctionRequest({ body: Readable.from(Buffer.from('你好')) });
    const done = await fc3(mine).invokeFunctionWithOptions(name, request, new Fc3.InvokeFunctionHeaders(headers), runtime);
    return { status: done.statusCode, said: await text(done.body), error: done.headers['x-fc-error-type'], log: done.headers['x-fc-log-result'] };
  };
  const tagged = async () => (await fc3(mine).listTagResources(
    new Fc3.ListTagResourcesRequest({ resourceType: 'function', resourceId: ['functions/lookup'] }))).body.tagResources.map((tag) => tag.tagKey);
  call('fc3 list', () => list3(mine));
  call('fc3 list, a page', async () => {
    const { body } = await fc3(mine).listFunctions(new Fc3.ListFunctionsRequest({ limit: 1, fcVersion: 'v3', prefix: 'look' }));
    return names(body.functions);
  });
  call('fc3 list, with a token', () => list3(keys.temporary));
  call('fc3 list, older scheme', () => list3(mine, { signatureAlgorithm: 'v2' }));
  call('fc3 get', async () => {
    const { handler, memorySize, layers, environmentVariables } = await get3('lookup');
    return { handler, memorySize, layers: layers.map((layer) => layer.arn), environmentVariables };
  });
  call('fc3 get, of 2.0', async () => (await get3('svc$greet')).functionName);
  call('fc3 get, of 2.0, older scheme', async () => (await get3('svc$greet', { signatureAlgorithm: 'v2' })).functionName);
  call('fc3 create', async () => {
    const body = new Fc3.CreateFunctionInput({
      functionName: 'made3', runtime: 'nodejs20', handler: 'index.handler', code: new Fc3.InputCodeLocation({ zipFile }),
    });
    return (await fc3(mine).createFunction(new Fc3.CreateFunctionRequest({ body }))).body.codeSize;
  });
  call('fc3 create, a second time', async () => {
    const body = new Fc3.CreateFunctionInput({ functionName: 'made3', runtime: 'nodejs20', handler: 'index.handler' });
    await fc3(mine).createFunction(new Fc3.CreateFunctionRequest({ body }));
  });
  call('fc3 update', async () => {
    const body = new Fc3.UpdateFunctionInput({ memorySize: 512 });
    await fc3(mine).updateFunction('lookup', new Fc3.UpdateFunctionRequest({ body }));
    const { memorySize, layers, environmentVariables } = await get3('lookup');
    return { memorySize, layers: layers.map((layer) => layer.arn), environmentVariables };
  });
  call('fc3 invoke', () => invoke3('lookup'));
  call('fc3 invoke, its log', () => invoke3('lookup', { xFcLogType: 'Tail' }));
  call('fc3 invoke, later', () => invoke3('lookup', { xFcInvocationType: 'Async', xFcAsyncTaskId: 'task-1' }));
  call('fc3 invoke, failing', async () => (await invoke3('broken')).error);
  call('fc3 code', async () => {
    const { body } = await fc3(mine).getFunctionCode('lookup', new Fc3.GetFunctionCodeRequest({}));
    return (await (await fetch(body.url)).arrayBuffer()).byteLength;
  });
  call('fc3 tag', async () => {
    const input = { resourceType: 'function', resourceId: ['functions/lookup'], tag: [{ key: 'team', value: 'ivr' }] };
    await fc3(mine).tagResources(new Fc3.TagResourcesRequest({ body: new Fc3.TagResourcesInput(input) }));
    return tagged();
  });
  call('fc3 untag', async () => {
    const wish = { resourceType: 'function', resourceId: ['functions/lookup'], tagKey: ['team'], all: false };
    await fc3(mine).untagResources(new Fc3.UntagResourcesRequest(wish));
    return tagged();
  });
  call('fc3 delete', async () => {
    const { statusCode } = await fc3(mine).deleteFunction('made3');
    return [statusCode, await list3(mine)];
  });
  call('fc3 nothing there', () => get3('nobody'));
  call('fc3 throttled', () => fc3(mine).listTriggers('lookup', new Fc3.ListTriggersRequest({})));
  call('fc3 wrong secret', () => list3(keys.wrong));
  call('fc3 unknown key', () => list3(keys.unknown));

  // Function Compute 2.0
  const get2 = async (name = 'greet') => (await fc2(mine).getFunction('svc', name, new Fc2.GetFunctionRequest({}))).body;
  const list2 = async (key, more) => names((await fc2(key, more).listFunctions('svc', new Fc2.ListFunctionsRequest({ limit: 10 }))).body.functions);
  const invoke2 = async (headers = {}, name = 'greet') => {
    const request = new Fc2.InvokeFunctionRequest({ body: Buffer.from('你好') });
    const done = await fc2(mine).invokeFunctionWithOptions('svc', name, request, new Fc2.InvokeFunctionHeaders(headers), runtime);
    return {
      said: done.body.toString(), error: done.headers['x-fc-error-type'], log: done.headers['x-fc-log-result'],
      memory: Number(done.headers['x-fc-max-memory-usage']) > 1,
    };
  };
  call('fc2 services', async () => (await fc2(mine).listServices(new Fc2.ListServicesRequest({}))).body.services.map((each) => each.serviceName));
  call('fc2 list', () => list2(mine));
  call('fc2 list, with a token', () => list2(keys.temporary));
  call('fc2 list, older scheme', () => list2(mine, { signatureAlgorithm: 'v2' }));
  call('fc2 get', async () => {
    const { handler, memorySize, layers } = await get2();
    return { handler, memorySize, layers };
  });
  call('fc2 create', async () => {
    await fc2(mine).createService(new Fc2.CreateServiceRequest({ serviceName: 'made', description: '新' }));
    const wish = { functionName: 'made2', runtime: 'python3.10', handler: 'index.handler', memorySize: 256, code: new Fc2.Code({ zipFile }) };
    return (await fc2(mine).createFunction('made', new Fc2.CreateFunctionRequest(wish))).body.codeSize;
  });
  call('fc2 update', async () => {
    await fc2(mine).updateFunction('svc', 'greet', new Fc2.UpdateFunctionRequest({ memorySize: 512, instanceConcurrency: 5 }));
    const { memorySize, instanceConcurrency, layers } = await get2();
    return { memorySize, instanceConcurrency, layers };
  });
  call('fc2 invoke', () => invoke2());
  call('fc2 invoke, its log', () => invoke2({ xFcLogType: 'Tail' }));
  call('fc2 invoke, later', async () => (await invoke2({ xFcInvocationType: 'Async', xFcStatefulAsyncInvocationId: 'task-1' })).said);
  call('fc2 invoke, failing', async () => (await invoke2({}, 'broken')).error);
  call('fc2 code', async () => {
    const { body } = await fc2(mine).getFunctionCode('svc', 'greet', new Fc2.GetFunctionCodeRequest({}));
    return (await (await fetch(body.url)).arrayBuffer()).byteLength;
  });
  call('fc2 delete', async () => {
    await fc2(mine).deleteFunction('made', 'made2');
    await fc2(mine).deleteService('made');
    return (await fc2(mine).listServices(new Fc2.ListServicesRequest({}))).body.services.length;
  });
  call('fc2 nothing there', () => get2('nobody'));
  call('fc2 wrong secret', () => list2(keys.wrong));
  call('fc2 unknown key', () => list2(keys.unknown));

  // Both call-center APIs, through the generic client
  const generic = async (version, action, request, key = mine, more = {}) => {
    const params = new OpenApi.Params({
      action, version, protocol: 'HTTPS', pathname: '/', method: 'POST', authType: 'AK', style: 'RPC', reqBodyType: 'formData', bodyType: 'json',
    });
    const client = new OpenApi.default(new OpenApi.Config(config(center, key, more)));
    return (await client.callApi(params, new OpenApi.OpenApiRequest(request), runtime)).body;
  };
  const instance = { InstanceId: 'ccc-test' };
  const registered = { ...instance, Service: 'svc', FunctionName: 'greet', Region: 'cn-hangzhou', Role: '', Description: '问候 a&b=c' };
  const ids = (body) => body.Data.List.map((meta) => meta.FunctionMetaId);
  const metas = async (key, more) => ids(await generic('2020-07-01', 'ListFunctionMetas', { query: { ...instance, PageSize: '10' } }, key, more));
  const described = async () => (await generic('2017-07-05', 'ListFunctionMetas', { query: instance }))
    .FunctionMetas.FunctionMeta.map((meta) => meta.Description);
  call('ccc list', () => metas());
  call('ccc list, with a token', () => metas(keys.temporary));
  call('ccc list, older scheme', () => metas(mine, { signatureAlgorithm: 'v2' }));
  call('ccc register, by query', async () => {
    await generic('2017-07-05', 'AddFunctionMeta', { query: registered });
    return described();
  });
  call('ccc register, by form', async () => {
    await generic('2017-07-05', 'AddFunctionMeta', { body: { ...registered, Description: '表单' } });
    return described();
  });
  call('ccc register, by form, older scheme', async () => {
    await generic('2017-07-05', 'AddFunctionMeta', { body: { ...registered, Description: '旧' } }, mine, { signatureAlgorithm: 'v2' });
    return described();
  });
  call('ccc call', async () => (await generic('2017-07-05', 'TestFcInvocation', { query: { ...registered, Parameter: '你好' } })).Payload);
  call('ccc nothing there', () => generic('2020-07-01', 'GetInstance', { query: { InstanceId: 'nowhere' } }));
  call('ccc wrong secret', () => metas(keys.wrong));
  call('ccc unknown key', () => metas(keys.unknown));

  // The same through pop-core, with the signature among the parameters
  const pop = (apiVersion, action, parameters, key = mine, options = {}) => new Pop.RPCClient({
    accessKeyId: key.id, accessKeySecret: key.secret, securityToken: key.token, endpoint: `http://${center}`, apiVersion,
  }).request(action, parameters, options);
  const post = { method: 'POST' };
  for (const [way, options] of [['GET', {}], ['POST', post]]) {
    call(`pop-core ${way} list`, async () => ids(await pop('2020-07-01', 'ListFunctionMetas', instance, mine, options)).length);
    call(`pop-core ${way} list, with a token`, async () => ids(await pop('2020-07-01', 'ListFunctionMetas', instance, keys.temporary, options)).length);
    call(`pop-core ${way} list, small letters`, async () => ids(await pop('2020-07-01', 'listFunctionMetas', { instanceId: 'ccc-test' }, mine, options)).length);
    call(`pop-core ${way} list, headers of its own`, async () =>
      ids(await pop('2020-07-01', 'ListFunctionMetas', instance, mine, { ...options, headers: { 'x-request-from': 'test' } })).length);
    call(`pop-core ${way} register`, async () => {
      await pop('2017-07-05', 'AddFunctionMeta', { ...registered, Description: `弹出 ${way} ~*+'()` }, mine, options);
      return (await described()).at(-1);
    });
    call(`pop-core ${way} call`, async () => (await pop('2017-07-05', 'TestFcInvocation', { ...registered, Parameter: '你好 +&=%' }, mine, options)).Payload);
    call(`pop-core ${way} nothing there`, () => pop('2020-07-01', 'GetInstance', { InstanceId: 'nowhere' }, mine, options));
    call(`pop-core ${way} wrong secret`, () => pop('2020-07-01', 'ListFunctionMetas', instance, keys.wrong, options));
    call(`pop-core ${way} unknown key`, () => pop('2020-07-01', 'ListFunctionMetas', instance, keys.unknown, options));
  }
  call('pop-core POST publish', async () => {
    const flow = { ...instance, ContactFlowId: 'flow-1' };
    const DraftId = (await pop('2020-07-01', 'StartEditContactFlow', flow, mine, post)).Data;
    const said = '欢迎'.repeat(20000);
    const activities = [
      { type: 'PLAY_SAY', id: '00000000', properties: { say: said }, events: [{ event: 'complete', next: '00000001' }] },
      { type: 'HANGUP', id: '00000001', events: [{ event: 'complete', next: null }] },
    ];
    const Definition = JSON.stringify({ activities, description: '' });
    await pop('2020-07-01', 'CommitContactFlow', { ...flow, DraftId, Definition, Description: '' }, mine, post);
    await pop('2020-07-01', 'PublishContactFlow', { ...flow, DraftId }, mine, post);
    const { Data } = await pop('2020-07-01', 'ListContactFlows', { ...instance, PageNumber: 1, PageSize: 10 }, mine, post);
    return Data.List[0].Definition === Definition;
  });

  // Function Compute through pop-core, which writes and signs a path as its user wrote it
  const roa = new Pop.ROAClient({ accessKeyId: mine.id, accessKeySecret: mine.secret, endpoint: `http://${compute}`, apiVersion: '2023-03-30' });
  const json = { 'content-type': 'application/json' };
  call('pop-core path get', async () => (await roa.get('/2023-03-30/functions/svc$greet')).functionName);
  call('pop-core path get, escaped', async () => (await roa.get('/2023-03-30/functions/svc%24greet')).functionName);
  call('pop-core path list', async () => names((await roa.get('/2023-03-30/functions', { prefix: 'look', limit: 5 })).functions));
  call('pop-core path list, an empty value', async () =>
    names((await roa.get('/2023-03-30/functions', { prefix: '', limit: 5 })).functions));
  call('pop-core path update, with nulls', async () => {
    const body = JSON.stringify({ timeout: 9, layers: null, environmentVariables: null, code: null, customDNS: { searches: null } });
    await roa.put('/2023-03-30/functions/lookup', {}, body, json);
    const { timeout, layers, environmentVariables } = await get3('lookup');
    return { timeout, layers: layers.map((layer) => layer.arn), environmentVariables };
  });
  call('pop-core path code', async () => {
    const { url } = await roa.get('/2023-03-30/functions/lookup/code');
    return (await (await fetch(url)).arrayBuffer()).byteLength;
  });
  call('pop-core path nothing there', () => roa.get('/2023-03-30/functions/nobody$at-all'));
}

async function outcome(make) {
  try {
    return { value: await make() };
  } catch (error) {
    const told = error.data ?? error.result ?? {};
    return { error: [error.statusCode ?? told.statusCode ?? null, error.code ?? String(error)], message: error.message };
  }
}

async function main() {
  table(JSON.parse(await text(process.stdin)));
  for (const [name, make] of calls) {
    process.stdout.write(`${JSON.stringify({ name, ...(await outcome(make)) })}\n`);
  }
  // Connections that the SDKs keep alive must not keep this process alive.
  process.exit(0);
}

main();
