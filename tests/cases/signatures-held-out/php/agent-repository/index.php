<?php
interface Repository {
    public function find(string $id);
}

class ArrayRepository implements Repository {
    private $rows = ['1001' => ['name' => '小王', 'skill' => '售前'], '1002' => ['name' => '小李', 'skill' => '售后']];
    public function find(string $id) {
        return $this->rows[$id] ?? null;
    }
}

class AgentService {
    private $repository;
    public function __construct(Repository $repository) {
        $this->repository = $repository;
    }
    public function describe(array $input) {
        if (!isset($input['agentId'])) {
            throw new InvalidArgumentException('agentId 缺失');
        }
        $agent = $this->repository->find((string)$input['agentId']);
        if (!$agent) {
            return ['found' => false, 'agentId' => $input['agentId']];
        }
        return ['found' => true, 'name' => $agent['name'], 'skill' => $agent['skill']];
    }
}

function handler($event, $context) {
    $service = new AgentService(new ArrayRepository());
    return json_encode($service->describe(json_decode($event, true)), JSON_UNESCAPED_UNICODE);
}
