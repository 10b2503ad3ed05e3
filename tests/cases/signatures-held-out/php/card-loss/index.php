<?php
class CardException extends Exception {}

function luhn($no) {
    $sum = 0;
    foreach (array_reverse(str_split($no)) as $i => $d) {
        $d = (int)$d;
        $sum += $i % 2 ? ($d * 2 > 9 ? $d * 2 - 9 : $d * 2) : $d;
    }
    return $sum % 10 === 0;
}

function handler($event, $context) {
    try {
        $input = json_decode($event, true);
        $card = $input['cardNo'] ?? null;
        if ($card === null || !luhn($card)) {
            throw new CardException('卡号错误');
        }
        if (($input['confirm'] ?? '0') !== '1') {
            return ['status' => 'confirm', 'tail' => substr($card, -4)];
        }
        return ['status' => 'done', 'tail' => substr($card, -4)];
    } catch (CardException $e) {
        return ['status' => 'failed', 'reason' => $e->getMessage()];
    }
}
