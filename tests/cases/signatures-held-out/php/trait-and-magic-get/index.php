<?php
trait Responds {
    protected function ok(array $data) {
        return json_encode(['code' => 0] + $data);
    }
    protected function fail($message) {
        return json_encode(['code' => 1, 'message' => $message]);
    }
}

class Input {
    private $values;
    public function __construct(array $values) { $this->values = $values; }
    public function __get($name) { return $this->values[$name] ?? null; }
}

class Points {
    use Responds;
    public function run(Input $in) {
        if (!$in->userId) {
            return $this->fail('userId 缺失');
        }
        return $this->ok(['points' => 100, 'kind' => $in->kind ?: 'all']);
    }
}

function handler($event, $context) {
    return (new Points())->run(new Input(json_decode($event, true)));
}
