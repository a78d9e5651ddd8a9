// Where weights come as a blob there is no header of them.
#pragma once
