<?php
class Menu
{
    private $params;

    public function __construct(array $params)
    {
        $this->params = $params;
    }

    public function recharge()
    {
        $amount = $this->params['amount'] ?? 50;
        return ['text' => "充值{$amount}元成功"];
    }

    public function bill()
    {
        $month = isset($this->params['month']) ? $this->params['month'] : date('Ym');
        return ['text' => $month . '账单 30 元', 'month' => $month];
    }

    public function run()
    {
        $map = ['1' => 'recharge', '2' => 'bill'];
        $digit = $this->params['digit'] ?? '';
        if (!isset($map[$digit])) {
            return ['error' => '按键错误'];
        }
        $method = $map[$digit];
        return $this->$method();
    }
}

function handler($event, $context)
{
    $menu = new Menu(json_decode($event, true));
    return $menu->run();
}
