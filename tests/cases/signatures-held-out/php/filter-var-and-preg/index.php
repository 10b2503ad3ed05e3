<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $mobile = (string)($evt['mobile'] ?? '');
    if (!preg_match('/^1\d{10}$/', $mobile)) {
        return ['valid' => false, 'field' => 'mobile'];
    }
    $email = filter_var($evt['email'] ?? '', FILTER_VALIDATE_EMAIL);
    $tags = explode(',', $evt['tags'] ?? '');
    $city = mb_substr($evt['city'] ?? '北京市', 0, 2);
    return ['valid' => true, 'email' => $email ?: '', 'tags' => count($tags), 'city' => $city];
}
