<?php
class RepairOrder
{
    private $phone;
    private $device;
    private $level;
    private $remark;

    public static function fromEvent(array $data): self
    {
        $order = new self();
        foreach (['phone', 'device'] as $name) {
            if (empty($data[$name])) {
                throw new InvalidArgumentException($name . '不能为空');
            }
            $order->$name = $data[$name];
        }
        $order->level = (int) ($data['level'] ?? 2);
        $order->remark = $data['remark'] ?? null;
        return $order;
    }

    public function save(): string
    {
        $pdo = new PDO('mysql:host=db;dbname=repair');
        $pdo->prepare('insert into t values (?,?,?,?)')->execute([$this->phone, $this->device, $this->level, $this->remark]);
        return 'R' . $pdo->lastInsertId();
    }
}
