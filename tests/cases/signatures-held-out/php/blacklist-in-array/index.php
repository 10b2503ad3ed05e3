<?php
$config = include 'config.php';

function normalize($number)
{
    $number = preg_replace('/[^\d]/', '', (string)$number);
    if (strlen($number) > 11) {
        $number = substr($number, -11);
    }
    return $number;
}

function handler($event, $context)
{
    global $config;
    $e = json_decode($event, true);
    $number = normalize($e['caller'] ?? '');
    if ($number === '') {
        return json_encode(['blocked' => false, 'error' => 'caller missing']);
    }
    $lists = array_filter(explode(',', $e['lists'] ?? 'global'));
    foreach ($lists as $list) {
        if (in_array($number, $config[$list] ?? [])) {
            return json_encode(['blocked' => true, 'list' => $list]);
        }
    }
    return json_encode(['blocked' => false]);
}
