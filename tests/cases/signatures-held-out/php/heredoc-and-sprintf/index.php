<?php
define('DEFAULT_TITLE', '先生/女士');

function say($surname, $title = DEFAULT_TITLE, $amount = null) {
    $text = sprintf('%s%s，您好。', $surname, $title);
    if ($amount !== null) {
        $text .= <<<TXT
您本期应还 {$amount} 元。
TXT;
    }
    return $text;
}

function handler($event, $context) {
    $e = json_decode($event, true);
    $title = DEFAULT_TITLE;
    if (isset($e['sex'])) {
        $title = $e['sex'] == 'M' ? '先生' : '女士';
    }
    return say($e['surname'] ?? '', $title, $e['amount'] ?? null);
}
