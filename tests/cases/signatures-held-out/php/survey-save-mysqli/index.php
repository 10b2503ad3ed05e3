<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $score = isset($evt['score']) ? $evt['score'] : null;
    $contact = isset($evt['contactId']) ? $evt['contactId'] : null;
    if (!$contact) {
        return 'fail';
    }
    if (!is_numeric($score) || $score < 1 || $score > 5) {
        return 'fail';
    }
    $agent = @$evt['agentId'];
    $db = new mysqli('localhost', 'test', 'test', 'survey');
    $stmt = $db->prepare('insert into survey (contact, score, agent) values (?, ?, ?)');
    $stmt->bind_param('sis', $contact, $score, $agent);
    $stmt->execute();
    return 'ok';
}
