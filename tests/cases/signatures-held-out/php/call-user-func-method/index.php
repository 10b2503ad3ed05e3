<?php
class Api {
    public function bill($p) {
        return ['total' => '30.00', 'month' => $p['month'] ?? '202401'];
    }
    public function pack($p) {
        return ['name' => '畅享', 'left' => '2GB'];
    }
}

function handler($event, $context) {
    $p = json_decode($event, true);
    $api = new Api();
    $method = $p['method'] ?? 'bill';
    if (!method_exists($api, $method)) {
        return ['error' => 'no such method'];
    }
    return call_user_func([$api, $method], $p);
}
