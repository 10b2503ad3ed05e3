<?php
const DEFAULTS = ['carrier' => 'auto', 'lang' => 'zh'];

function track($no, $carrier)
{
    $json = @file_get_contents("http://track.example.com/$carrier/$no");
    return $json ? json_decode($json, true) : null;
}

function handler($event, $context)
{
    $opts = array_merge(DEFAULTS, json_decode($event, true));
    if (!isset($opts['waybill'])) {
        return ['found' => false, 'text' => '缺少运单号'];
    }
    $info = track($opts['waybill'], $opts['carrier']);
    if ($info === null) {
        return ['found' => false, 'text' => $opts['lang'] === 'en' ? 'not found' : '查无此单'];
    }
    return ['found' => true, 'text' => $info['state']];
}
