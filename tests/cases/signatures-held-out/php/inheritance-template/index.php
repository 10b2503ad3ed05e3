<?php
require_once 'BaseHandler.php';

class ScoreHandler extends BaseHandler
{
    protected $required = ['agentId', 'score'];

    protected function process(array $input): array
    {
        $score = max(1, min(5, (int)$input['score']));
        return $this->success(['agentId' => $input['agentId'], 'score' => $score]);
    }
}

function handler($event, $context)
{
    return (new ScoreHandler())->handle($event);
}
