<?php
class Base {
    protected $data;
    function __construct($data) {
        $this->data = $data;
    }
    function need($name) {
        if (empty($this->data[$name])) {
            throw new Exception($name);
        }
        return $this->data[$name];
    }
}
class Order extends Base {
    public $item;
    function __construct($data) {
        parent::__construct($data);
        $this->item = $this->need('item');
    }
}
function handler($event, $context) {
    $order = new Order(json_decode($event, true));
    return ['item' => $order->item];
}
