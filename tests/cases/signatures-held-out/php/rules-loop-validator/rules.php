<?php
return ['idCard', 'name'];
