<?php
abstract class Action
{
    protected $payload;

    public function __construct(array $payload)
    {
        $this->payload = $payload;
    }

    protected function need($name)
    {
        if (empty($this->payload[$name])) {
            throw new InvalidArgumentException("$name is required");
        }
        return $this->payload[$name];
    }

    abstract public function run();
}

class ProgressAction extends Action
{
    public function run()
    {
        return ['ok' => true, 'state' => 'done', 'claim' => $this->need('claimNo')];
    }
}

class ReportAction extends Action
{
    public function run()
    {
        $policy = $this->need('policyNo');
        return ['ok' => true, 'claimNo' => 'C' . $policy, 'place' => $this->payload['place'] ?? ''];
    }
}
