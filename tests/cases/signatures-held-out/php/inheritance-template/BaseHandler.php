<?php
abstract class BaseHandler
{
    protected $required = [];

    public function handle($event)
    {
        $input = json_decode($event, true);
        if (!is_array($input)) {
            return $this->failure('bad json');
        }
        $missing = array_diff($this->required, array_keys($input));
        if (count($missing) > 0) {
            return $this->failure('缺少: ' . implode(',', $missing));
        }
        return $this->process($input);
    }

    abstract protected function process(array $input): array;

    protected function success(array $data): array
    {
        return ['success' => true, 'data' => $data];
    }

    protected function failure(string $message): array
    {
        return ['success' => false, 'message' => $message];
    }
}
