<?php
function handler($event, $context) {
    $defaults = ['page' => 1, 'size' => 10, 'sort' => 'desc'];
    $input = json_decode($event, true) + $defaults;
    ['page' => $page, 'size' => $size] = $input;
    $keyword = $input['keyword'] ?? '';
    $offset = ($page - 1) * $size;
    $ids = array_map(function ($n) use ($offset) {
        return $n + $offset;
    }, range(1, $size));
    return ['keyword' => $keyword, 'sort' => $input['sort'], 'first' => $ids[0]];
}
