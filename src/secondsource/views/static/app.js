"use strict";
for (const table of document.querySelectorAll("table.sortable")) new Tablesort(table);
