<?php
function find_member($phone) {
    $pdo = new PDO(getenv('DSN'), 'ivr', '');
    $stmt = $pdo->prepare('select name, level from member where phone = ?');
    $stmt->execute([$phone]);
    return $stmt->fetch(PDO::FETCH_ASSOC);
}
