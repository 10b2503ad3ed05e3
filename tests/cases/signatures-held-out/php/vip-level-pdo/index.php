<?php
function getDb()
{
    static $pdo = null;
    if ($pdo === null) {
        $pdo = new PDO('mysql:host=' . getenv('DB_HOST') . ';dbname=crm', getenv('DB_USER'), getenv('DB_PWD'));
    }
    return $pdo;
}

function handler($event, $context)
{
    $params = json_decode($event, true);
    if (empty($params['mobile'])) {
        return json_encode(['code' => 1, 'msg' => 'mobile不能为空'], JSON_UNESCAPED_UNICODE);
    }
    $stmt = getDb()->prepare('select level from member where mobile = ? and brand = ?');
    $stmt->execute([$params['mobile'], isset($params['brand']) ? $params['brand'] : 'main']);
    $row = $stmt->fetch(PDO::FETCH_ASSOC);
    return json_encode(['code' => 0, 'level' => $row ? $row['level'] : 'none']);
}
