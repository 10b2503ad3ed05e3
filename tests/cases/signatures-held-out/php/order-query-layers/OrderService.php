<?php
class OrderService
{
    private $base = 'http://oms.example.com';

    public function query(array $params)
    {
        $orderNo = $this->required($params, 'orderNo');
        $channel = $this->optional($params, 'channel', 'ivr');
        $text = file_get_contents($this->base . '/orders/' . $orderNo . '?c=' . $channel);
        $data = json_decode($text, true);
        if (!$data) {
            throw new BizException('order not found', 404);
        }
        return $data;
    }

    private function required($params, $name)
    {
        if (!array_key_exists($name, $params) || trim($params[$name]) === '') {
            throw new BizException($name . ' is required', 400);
        }
        return trim($params[$name]);
    }

    private function optional($params, $name, $default)
    {
        return $params[$name] ?? $default;
    }
}
