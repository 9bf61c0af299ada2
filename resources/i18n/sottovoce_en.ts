<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>IdleMenu</name>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>After %n minute</numerusform>
            <numerusform>After %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineButtons</name>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n take</numerusform>
            <numerusform>%n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoticePresenter</name>
    <message numerus="yes">
        <source>%n more line(s) failed.</source>
        <translation>
            <numerusform>%n more line failed.</numerusform>
            <numerusform>%n more lines failed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProjectRescue</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n take</numerusform>
            <numerusform>%n takes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voice(s)</source>
        <translation>
            <numerusform>%n voice</numerusform>
            <numerusform>%n voices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) lost</source>
        <translation>
            <numerusform>%n line lost</numerusform>
            <numerusform>%n lines lost</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) mended</source>
        <translation>
            <numerusform>%n line mended</numerusform>
            <numerusform>%n lines mended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n take(s) lost</source>
        <translation>
            <numerusform>%n take lost</numerusform>
            <numerusform>%n takes lost</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueDialog</name>
    <message numerus="yes">
        <source>and %n more line(s)</source>
        <translation>
            <numerusform>and %n more line</numerusform>
            <numerusform>and %n more lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunNotice</name>
    <message numerus="yes">
        <source>%n line(s) spoken</source>
        <translation>
            <numerusform>%n line spoken</numerusform>
            <numerusform>%n lines spoken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunPresenter</name>
    <message numerus="yes">
        <source>paused · %n line(s)</source>
        <translation>
            <numerusform>paused · %n line</numerusform>
            <numerusform>paused · %n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tally</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rendered</source>
        <translation>
            <numerusform>%Ln rendered</numerusform>
            <numerusform>%Ln rendered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln to check</source>
        <translation>
            <numerusform>%Ln to check</numerusform>
            <numerusform>%Ln to check</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln word(s)</source>
        <translation>
            <numerusform>%Ln word</numerusform>
            <numerusform>%Ln words</numerusform>
        </translation>
    </message>
</context>
</TS>
