<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt_BR">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Sottovoce</source>
        <translation>Sobre o Sottovoce</translation>
    </message>
    <message>
        <source>A voice-cloning studio for ordinary graphics cards.</source>
        <translation>Um estúdio de clonagem de voz para placas de vídeo comuns.</translation>
    </message>
    <message>
        <source>Nothing leaves this machine.</source>
        <translation>Nada sai deste computador.</translation>
    </message>
    <message>
        <source>Every exported file is marked as synthetic speech.</source>
        <translation>Todo arquivo exportado é marcado como fala sintética.</translation>
    </message>
    <message>
        <source>Licence: Apache-2.0. It comes without any warranty.</source>
        <translation>Licença: Apache-2.0. Sem nenhuma garantia.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licenças</translation>
    </message>
    <message>
        <source>{engine}: code {code}, weights {weights} ({summary})</source>
        <translation>{engine}: código {code}, pesos {weights} ({summary})</translation>
    </message>
</context>
<context>
    <name>AddWeightsDialog</name>
    <message>
        <source>Add weights of {engine}</source>
        <translation>Adicionar pesos de {engine}</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>Feitos a partir de</translation>
    </message>
    <message>
        <source>What {engine} speaks</source>
        <translation>O que {engine} fala</translation>
    </message>
    <message>
        <source>F5-TTS v1</source>
        <translation>F5-TTS v1</translation>
    </message>
    <message>
        <source>F5-TTS, first release (F5TTS_Base)</source>
        <translation>F5-TTS, primeira versão (F5TTS_Base)</translation>
    </message>
    <message>
        <source>The files do not tell. Whoever trained the weights does; the wrong one speaks badly.</source>
        <translation>Os arquivos não dizem. Quem treinou os pesos sabe; a versão errada fala mal.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Adicionar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>AddedNews</name>
    <message>
        <source>Write down what is said in it; or get the speech recognition, which can hear it.</source>
        <translation>Escreva o que é dito nela, ou baixe o reconhecimento de fala, que pode ouvi-la.</translation>
    </message>
    <message>
        <source>Write its words…</source>
        <translation>Escrever as palavras…</translation>
    </message>
    <message>
        <source>Get the recognition…</source>
        <translation>Baixar o reconhecimento…</translation>
    </message>
    <message>
        <source>Its best part is used: {start} to {end} of {whole}.</source>
        <translation>O melhor trecho é usado: de {start} a {end}, de {whole}.</translation>
    </message>
</context>
<context>
    <name>AdvicePresenter</name>
    <message>
        <source>{engine} does not speak {language}.</source>
        <translation>O {engine} não fala {language}.</translation>
    </message>
    <message>
        <source>{voice}, a voice of {engine}, does.</source>
        <translation>{voice}, uma voz do {engine}, fala.</translation>
    </message>
    <message>
        <source>Use {voice} ({engine})</source>
        <translation>Usar {voice} ({engine})</translation>
    </message>
    <message>
        <source>The script seems to be in {language}.</source>
        <translation>O roteiro parece estar em {language}.</translation>
    </message>
    <message>
        <source>It would be read as {language}.</source>
        <translation>Seria lido como se fosse {language}.</translation>
    </message>
    <message>
        <source>Speak {language}</source>
        <translation>Falar em {language}</translation>
    </message>
    <message>
        <source>{engine} does, but is not ready yet.</source>
        <translation>O {engine} fala, mas ainda não está pronto.</translation>
    </message>
    <message>
        <source>Choose {engine}</source>
        <translation>Escolher {engine}</translation>
    </message>
</context>
<context>
    <name>ArrivalBar</name>
    <message>
        <source>{count} more wait</source>
        <translation>mais {count} na fila</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel adding the recording</source>
        <translation>Cancelar a adição da gravação</translation>
    </message>
    <message>
        <source>Progress of the recording</source>
        <translation>Progresso da gravação</translation>
    </message>
</context>
<context>
    <name>Arrivals</name>
    <message>
        <source>Looking for the best part…</source>
        <translation>Procurando a melhor parte…</translation>
    </message>
    <message>
        <source>Loading the speech recognition…</source>
        <translation>Carregando o reconhecimento de fala…</translation>
    </message>
    <message>
        <source>Hearing what is said…</source>
        <translation>Ouvindo o que é dito…</translation>
    </message>
    <message>
        <source>Cutting and levelling…</source>
        <translation>Cortando e nivelando…</translation>
    </message>
    <message>
        <source>Starting the analysis…</source>
        <translation>Iniciando a análise…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Parando…</translation>
    </message>
</context>
<context>
    <name>ChoicesDesk</name>
    <message>
        <source>engine</source>
        <translation>motor</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>voz</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>pesos</translation>
    </message>
    <message>
        <source>language</source>
        <translation>idioma</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>velocidade</translation>
    </message>
    <message>
        <source>setting of the engine</source>
        <translation>ajuste do motor</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>semente</translation>
    </message>
    <message>
        <source>lock of the seed</source>
        <translation>trava da semente</translation>
    </message>
</context>
<context>
    <name>ConsentCard</name>
    <message>
        <source>Mine</source>
        <translation>Minha</translation>
    </message>
    <message>
        <source>With permission</source>
        <translation>Com permissão</translation>
    </message>
    <message>
        <source>Synthetic or public domain</source>
        <translation>Sintética ou domínio público</translation>
    </message>
    <message>
        <source>Note (optional)</source>
        <translation>Nota (opcional)</translation>
    </message>
    <message>
        <source>A note, such as who permits it</source>
        <translation>Uma nota, como quem permite</translation>
    </message>
    <message>
        <source>Do not say</source>
        <translation>Não informar</translation>
    </message>
    <message>
        <source>Whose voices are {names}?</source>
        <translation>De quem são as vozes {names}?</translation>
    </message>
    <message>
        <source>Whose voice is {names}?</source>
        <translation>De quem é a voz {names}?</translation>
    </message>
</context>
<context>
    <name>EnginePanel</name>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Pause after this line</source>
        <translation>Pausar depois desta linha</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Motor</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Pesos</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidade</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semente</translation>
    </message>
    <message>
        <source>Keep this seed</source>
        <translation>Manter esta semente</translation>
    </message>
    <message>
        <source>Low VRAM</source>
        <translation>Pouca VRAM</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Gerar</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progresso</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>Cancel Esc</source>
        <translation>Cancelar Esc</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>WAV, 16 bit</source>
        <translation>WAV, 16 bits</translation>
    </message>
    <message>
        <source>WAV, 24 bit</source>
        <translation>WAV, 24 bits</translation>
    </message>
    <message>
        <source>WAV, 32 bit float</source>
        <translation>WAV, 32 bits em ponto flutuante</translation>
    </message>
    <message>
        <source>FLAC, 24 bit</source>
        <translation>FLAC, 24 bits</translation>
    </message>
    <message>
        <source>M4A (by ffmpeg)</source>
        <translation>M4A (com o ffmpeg)</translation>
    </message>
    <message>
        <source>M4B, audiobook (by ffmpeg)</source>
        <translation>M4B, audiolivro (com o ffmpeg)</translation>
    </message>
    <message>
        <source>Finished files…</source>
        <translation>Arquivos finais…</translation>
    </message>
    <message>
        <source>Export {format}…</source>
        <translation>Exportar {format}…</translation>
    </message>
    <message>
        <source>Export {format}</source>
        <translation>Exportar {format}</translation>
    </message>
    <message>
        <source>Export options</source>
        <translation>Opções de exportação</translation>
    </message>
    <message>
        <source>Export selected lines…</source>
        <translation>Exportar linhas selecionadas…</translation>
    </message>
</context>
<context>
    <name>Engines</name>
    <message>
        <source>free for any use, commercial too</source>
        <translation>livre para qualquer uso, também comercial</translation>
    </message>
    <message>
        <source>free for any use; espeak-ng, which it runs with, is under the GPL</source>
        <translation>livre para qualquer uso; o espeak-ng, com o qual ele funciona, está sob a GPL</translation>
    </message>
    <message>
        <source>not for commercial use, nor is what it speaks</source>
        <translation>não pode ser usado comercialmente, nem o que ele fala</translation>
    </message>
    <message>
        <source>not for commercial use; name the authors when you share what it made</source>
        <translation>não pode ser usado comercialmente; cite os autores ao compartilhar o que ele gerou</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Passos</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Orientação</translation>
    </message>
    <message>
        <source>Sway</source>
        <translation>Deslocamento (sway)</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>Choices (top k)</source>
        <translation>Opções (top k)</translation>
    </message>
    <message>
        <source>Probability kept (top p)</source>
        <translation>Probabilidade mantida (top p)</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>Penalidade de repetição</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Finished files</source>
        <translation>Arquivos finais</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Arquivos</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Nomes</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>Taxa de amostragem</translation>
    </message>
    <message>
        <source>Subtitles</source>
        <translation>Legendas</translation>
    </message>
    <message>
        <source>Labels for Audacity</source>
        <translation>Marcadores para o Audacity</translation>
    </message>
    <message>
        <source>Pauses, in seconds</source>
        <translation>Pausas, em segundos</translation>
    </message>
    <message>
        <source>Shown by players</source>
        <translation>Mostrado pelos players</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Abrir a pasta</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progresso</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Relatório</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>In braces: title, number, line, chapter, voice, text.</source>
        <translation>Entre chaves: title (título), number (número), line (linha), chapter (capítulo), voice (voz), text (texto).</translation>
    </message>
    <message>
        <source>WAV, 16 bit</source>
        <translation>WAV, 16 bits</translation>
    </message>
    <message>
        <source>WAV, 24 bit</source>
        <translation>WAV, 24 bits</translation>
    </message>
    <message>
        <source>WAV, 32 bit float</source>
        <translation>WAV, 32 bits em ponto flutuante</translation>
    </message>
    <message>
        <source>FLAC, 16 bit: as WAV, and smaller</source>
        <translation>FLAC, 16 bits: como WAV, e menor</translation>
    </message>
    <message>
        <source>FLAC, 24 bit</source>
        <translation>FLAC, 24 bits</translation>
    </message>
    <message>
        <source>MP3, plays everywhere</source>
        <translation>MP3, toca em qualquer lugar</translation>
    </message>
    <message>
        <source>Opus, smallest</source>
        <translation>Opus, o menor</translation>
    </message>
    <message>
        <source>M4A (AAC, by ffmpeg)</source>
        <translation>M4A (AAC, com o ffmpeg)</translation>
    </message>
    <message>
        <source>M4B, an audiobook with chapters (by ffmpeg)</source>
        <translation>M4B, audiolivro com capítulos (com o ffmpeg)</translation>
    </message>
    <message>
        <source>As spoken</source>
        <translation>Como foi falado</translation>
    </message>
    <message>
        <source>Podcast</source>
        <translation>Podcast</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Vídeo</translation>
    </message>
    <message>
        <source>Broadcast (EBU R 128)</source>
        <translation>Rádio e TV (EBU R 128)</translation>
    </message>
    <message>
        <source>Audiobook levels only</source>
        <translation>Só os níveis de audiolivro</translation>
    </message>
    <message>
        <source>One file</source>
        <translation>Um arquivo</translation>
    </message>
    <message>
        <source>One file a line</source>
        <translation>Um arquivo por linha</translation>
    </message>
    <message>
        <source>One file a chapter</source>
        <translation>Um arquivo por capítulo</translation>
    </message>
    <message>
        <source>One file a voice, all of the same length</source>
        <translation>Um arquivo por voz, todos com a mesma duração</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Nenhuma</translation>
    </message>
    <message>
        <source>SubRip (.srt)</source>
        <translation>SubRip (.srt)</translation>
    </message>
    <message>
        <source>WebVTT (.vtt)</source>
        <translation>WebVTT (.vtt)</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automática</translation>
    </message>
</context>
<context>
    <name>ExportPresenter</name>
    <message>
        <source>A WAV file holds no cover; all other kinds do.</source>
        <translation>Um arquivo WAV não comporta capa; todos os outros formatos comportam.</translation>
    </message>
    <message>
        <source>This needs the program ffmpeg, which was not found on this computer.</source>
        <translation>Isto precisa do programa ffmpeg, que não foi encontrado neste computador.</translation>
    </message>
    <message>
        <source>They stand beside each file, under its name. No file that is there is replaced.</source>
        <translation>Eles ficam ao lado de cada arquivo, com o nome dele. Nenhum arquivo que já existe é substituído.</translation>
    </message>
    <message>
        <source>They stand beside the file, under its name. Those that are there are replaced only together with the file: what you have changed by hand is safe under another name.</source>
        <translation>Eles ficam ao lado do arquivo, com o nome dele. Os que já existem só são substituídos junto com o arquivo: o que você mudou à mão fica a salvo com outro nome.</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Gerar</translation>
    </message>
    <message>
        <source>Export the rendered lines</source>
        <translation>Exportar as linhas geradas</translation>
    </message>
    <message>
        <source>Exporting: {progress}</source>
        <translation>Exportando: {progress}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>The export was cancelled; no file is left of it.</source>
        <translation>A exportação foi cancelada; nenhum arquivo restou dela.</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Relatório…</translation>
    </message>
    <message>
        <source>Not met: {missed}.</source>
        <translation>Não atingido: {missed}.</translation>
    </message>
    <message>
        <source>Exported {count} files ({length})</source>
        <translation>{count} arquivos exportados ({length})</translation>
    </message>
    <message>
        <source>Exported {name} ({length})</source>
        <translation>{name} exportado ({length})</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Abrir a pasta</translation>
    </message>
</context>
<context>
    <name>ExportWindow</name>
    <message>
        <source>Choose a folder for the files</source>
        <translation>Escolha uma pasta para os arquivos</translation>
    </message>
    <message>
        <source>Export {format}</source>
        <translation>Exportar {format}</translation>
    </message>
    <message>
        <source>Choose a picture for the cover</source>
        <translation>Escolha uma imagem para a capa</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png)</source>
        <translation>Imagens (*.jpg *.jpeg *.png)</translation>
    </message>
</context>
<context>
    <name>ExportWords</name>
    <message>
        <source>Every line stays as loud as it was spoken.</source>
        <translation>Cada linha fica com o volume em que foi falada.</translation>
    </message>
    <message>
        <source>Audiobook levels only: RMS −23 to −18 dB, peaks below −3 dB, noise below −60 dB, 44.1 kHz. ACX, the shop that asks for these levels, bars AI narration that it has not authorised.</source>
        <translation>Só os níveis de audiolivro: RMS de −23 a −18 dB, picos abaixo de −3 dB, ruído abaixo de −60 dB, 44,1 kHz. A ACX, a loja que pede esses níveis, proíbe narração por IA que não tenha autorizado.</translation>
    </message>
    <message>
        <source>Every line is brought to {loudness} LUFS; true peaks stay below {peak} dB.</source>
        <translation>Cada linha é levada a {loudness} LUFS; os picos reais ficam abaixo de {peak} dB.</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Medindo</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Gravando</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Conferindo</translation>
    </message>
    <message>
        <source>{stage}… {percent} %</source>
        <translation>{stage}… {percent} %</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>faltam cerca de {time}</translation>
    </message>
    <message>
        <source>{met} of {total} files meet the target</source>
        <translation>{met} de {total} arquivos atingem o alvo</translation>
    </message>
    <message>
        <source>{loudness} LUFS · true peak {peak} dB · mean level {rms} dB · noise {noise} dB</source>
        <translation>{loudness} LUFS · pico real {peak} dB · nível médio {rms} dB · ruído {noise} dB</translation>
    </message>
    <message>
        <source>Loudness {value} LUFS</source>
        <translation>Volume {value} LUFS</translation>
    </message>
    <message>
        <source>True peak {value} dB</source>
        <translation>Pico real {value} dB</translation>
    </message>
    <message>
        <source>Mean level (RMS) {value} dB</source>
        <translation>Nível médio (RMS) {value} dB</translation>
    </message>
    <message>
        <source>Noise {value} dB</source>
        <translation>Ruído {value} dB</translation>
    </message>
    <message>
        <source>Sample rate {value} Hz</source>
        <translation>Taxa de amostragem {value} Hz</translation>
    </message>
    <message>
        <source>Length {value}</source>
        <translation>Duração {value}</translation>
    </message>
    <message>
        <source>asked for: at most {most}</source>
        <translation>pedido: no máximo {most}</translation>
    </message>
    <message>
        <source>asked for: {most}</source>
        <translation>pedido: {most}</translation>
    </message>
    <message>
        <source>asked for: {least} to {most}</source>
        <translation>pedido: {least} a {most}</translation>
    </message>
</context>
<context>
    <name>FileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Procurar em:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>Arquivos do &amp;tipo:</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Lines: {count}</source>
        <translation>Linhas: {count}</translation>
    </message>
    <message>
        <source>All lines</source>
        <translation>Todas as linhas</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>A fazer</translation>
    </message>
    <message>
        <source>Changed since rendered</source>
        <translation>Alteradas desde que foram geradas</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Com falha</translation>
    </message>
    <message>
        <source>With a starred take</source>
        <translation>Com um take com estrela</translation>
    </message>
    <message>
        <source>Longer than 300 characters</source>
        <translation>Com mais de 300 caracteres</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Lines to show</source>
        <translation>Linhas a mostrar</translation>
    </message>
    <message>
        <source>Previous of these lines (Alt+Up)</source>
        <translation>Anterior dessas linhas (Alt+Seta para cima)</translation>
    </message>
    <message>
        <source>Next of these lines (Alt+Down)</source>
        <translation>Próxima dessas linhas (Alt+Seta para baixo)</translation>
    </message>
    <message>
        <source>Show all lines</source>
        <translation>Mostrar todas as linhas</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find</source>
        <translation>Localizar</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Substituir por</translation>
    </message>
    <message>
        <source>Match capitals</source>
        <translation>Diferenciar maiúsculas</translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation>Somente palavras inteiras</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Expressão regular</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>Ocorrência anterior (Shift+F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>Próxima ocorrência (F3)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Substituir</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>Substituir tudo</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Procurando…</translation>
    </message>
    <message>
        <source>This is no regular expression yet.</source>
        <translation>Isto ainda não é uma expressão regular.</translation>
    </message>
    <message>
        <source>This expression takes too long. Nothing was changed.</source>
        <translation>Esta expressão demora demais. Nada foi alterado.</translation>
    </message>
    <message>
        <source>Replaced: {count}</source>
        <translation>Substituições: {count}</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Não encontrado</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} de {count}</translation>
    </message>
    <message>
        <source>Found: {count}</source>
        <translation>Encontrados: {count}</translation>
    </message>
</context>
<context>
    <name>FitPresenter</name>
    <message>
        <source>Use the graphics card again</source>
        <translation>Voltar a usar a placa de vídeo</translation>
    </message>
    <message>
        <source>Use the CPU for this</source>
        <translation>Usar a CPU desta vez</translation>
    </message>
    <message>
        <source>Use the CPU for this (about {time})</source>
        <translation>Usar a CPU desta vez (cerca de {time})</translation>
    </message>
</context>
<context>
    <name>GoToBar</name>
    <message>
        <source>Go to line</source>
        <translation>Ir para a linha</translation>
    </message>
    <message>
        <source>Line number</source>
        <translation>Número da linha</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Ir</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>text</source>
        <translation>texto</translation>
    </message>
</context>
<context>
    <name>IdleMenu</name>
    <message>
        <source>Free memory when idle</source>
        <translation>Liberar memória quando ocioso</translation>
    </message>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>Após %n minuto</numerusform>
            <numerusform>Após %n minutos</numerusform>
        </translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>Arabic</source>
        <translation>Árabe</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>Tcheco</translation>
    </message>
    <message>
        <source>German</source>
        <translation>Alemão</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Inglês</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Espanhol</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Francês</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>Hindi</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>Húngaro</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>Italiano</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>Japonês</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>Coreano</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>Holandês</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>Polonês</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>Português</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>Russo</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>Turco</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>Chinês</translation>
    </message>
    <message>
        <source>Argentina</source>
        <translation>Argentina</translation>
    </message>
    <message>
        <source>Austria</source>
        <translation>Áustria</translation>
    </message>
    <message>
        <source>Australia</source>
        <translation>Austrália</translation>
    </message>
    <message>
        <source>Brazil</source>
        <translation>Brasil</translation>
    </message>
    <message>
        <source>Canada</source>
        <translation>Canadá</translation>
    </message>
    <message>
        <source>Switzerland</source>
        <translation>Suíça</translation>
    </message>
    <message>
        <source>China</source>
        <translation>China</translation>
    </message>
    <message>
        <source>Czechia</source>
        <translation>Tchéquia</translation>
    </message>
    <message>
        <source>Germany</source>
        <translation>Alemanha</translation>
    </message>
    <message>
        <source>Egypt</source>
        <translation>Egito</translation>
    </message>
    <message>
        <source>Spain</source>
        <translation>Espanha</translation>
    </message>
    <message>
        <source>France</source>
        <translation>França</translation>
    </message>
    <message>
        <source>United Kingdom</source>
        <translation>Reino Unido</translation>
    </message>
    <message>
        <source>Hong Kong</source>
        <translation>Hong Kong</translation>
    </message>
    <message>
        <source>Hungary</source>
        <translation>Hungria</translation>
    </message>
    <message>
        <source>Ireland</source>
        <translation>Irlanda</translation>
    </message>
    <message>
        <source>India</source>
        <translation>Índia</translation>
    </message>
    <message>
        <source>Italy</source>
        <translation>Itália</translation>
    </message>
    <message>
        <source>Japan</source>
        <translation>Japão</translation>
    </message>
    <message>
        <source>South Korea</source>
        <translation>Coreia do Sul</translation>
    </message>
    <message>
        <source>Mexico</source>
        <translation>México</translation>
    </message>
    <message>
        <source>Netherlands</source>
        <translation>Países Baixos</translation>
    </message>
    <message>
        <source>Poland</source>
        <translation>Polônia</translation>
    </message>
    <message>
        <source>Portugal</source>
        <translation>Portugal</translation>
    </message>
    <message>
        <source>Russia</source>
        <translation>Rússia</translation>
    </message>
    <message>
        <source>Saudi Arabia</source>
        <translation>Arábia Saudita</translation>
    </message>
    <message>
        <source>Türkiye</source>
        <translation>Turquia</translation>
    </message>
    <message>
        <source>Taiwan</source>
        <translation>Taiwan</translation>
    </message>
    <message>
        <source>United States</source>
        <translation>Estados Unidos</translation>
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
    <message>
        <source>Takes of line {number}</source>
        <translation>Takes da linha {number}</translation>
    </message>
    <message>
        <source>Play line {number}</source>
        <translation>Reproduzir a linha {number}</translation>
    </message>
    <message>
        <source>Generate line {number}</source>
        <translation>Gerar a linha {number}</translation>
    </message>
    <message>
        <source>Regenerate line {number}</source>
        <translation>Gerar a linha {number} de novo</translation>
    </message>
</context>
<context>
    <name>LineViews</name>
    <message>
        <source>failed: {why}</source>
        <translation>falhou: {why}</translation>
    </message>
    <message>
        <source>words changed</source>
        <translation>texto alterado</translation>
    </message>
    <message>
        <source>another voice</source>
        <translation>outra voz</translation>
    </message>
    <message>
        <source>another engine</source>
        <translation>outro motor</translation>
    </message>
    <message>
        <source>another language</source>
        <translation>outro idioma</translation>
    </message>
    <message>
        <source>other weights</source>
        <translation>outros pesos</translation>
    </message>
    <message>
        <source>another speed</source>
        <translation>outra velocidade</translation>
    </message>
    <message>
        <source>other settings</source>
        <translation>outros ajustes</translation>
    </message>
    <message>
        <source>another seed</source>
        <translation>outra semente</translation>
    </message>
    <message>
        <source>rendering {percent} %</source>
        <translation>gerando {percent} %</translation>
    </message>
    <message>
        <source>loading the engine</source>
        <translation>carregando o motor</translation>
    </message>
    <message>
        <source>rendering</source>
        <translation>gerando</translation>
    </message>
</context>
<context>
    <name>LongLineBar</name>
    <message>
        <source>This line has {count} characters: one wrong word, and all of it is made again.</source>
        <translation>Esta linha tem {count} caracteres: uma palavra errada, e ela toda é refeita.</translation>
    </message>
    <message>
        <source>Split into sentences</source>
        <translation>Dividir em frases</translation>
    </message>
    <message>
        <source>Split the line into sentences</source>
        <translation>Dividir a linha em frases</translation>
    </message>
</context>
<context>
    <name>LowVram</name>
    <message>
        <source>Low VRAM on</source>
        <translation>Pouca VRAM ligada</translation>
    </message>
    <message>
        <source>Low VRAM off</source>
        <translation>Pouca VRAM desligada</translation>
    </message>
    <message>
        <source>Low VRAM: {mode}</source>
        <translation>Pouca VRAM: {mode}</translation>
    </message>
    <message>
        <source>If on, engines leave memory after each job.</source>
        <translation>Se ligada, os motores saem da memória após cada trabalho.</translation>
    </message>
    <message>
        <source>If on: one engine on the card at a time; it leaves after its job.</source>
        <translation>Se ligada: um motor por vez na placa; ele sai após o trabalho.</translation>
    </message>
    <message>
        <source>No graphics card. If on, engines leave memory after each job.</source>
        <translation>Sem placa de vídeo. Se ligada, os motores saem da memória após cada trabalho.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open a text file</source>
        <translation>Abrir um arquivo de texto</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos os arquivos (*)</translation>
    </message>
    <message>
        <source>Texts ({patterns})</source>
        <translation>Textos ({patterns})</translation>
    </message>
</context>
<context>
    <name>MemoryDialog</name>
    <message>
        <source>Memory</source>
        <translation>Memória</translation>
    </message>
    <message>
        <source>Memory over the last five minutes</source>
        <translation>Memória nos últimos cinco minutos</translation>
    </message>
    <message>
        <source>5 minutes ago</source>
        <translation>há 5 minutos</translation>
    </message>
    <message>
        <source>now</source>
        <translation>agora</translation>
    </message>
    <message>
        <source>loaded</source>
        <translation>carregado</translation>
    </message>
    <message>
        <source>released</source>
        <translation>liberado</translation>
    </message>
    <message>
        <source>made room</source>
        <translation>cedeu o lugar</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>faltou memória</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Números</translation>
    </message>
    <message>
        <source>Copy figures</source>
        <translation>Copiar os números</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
</context>
<context>
    <name>MemoryPresenter</name>
    <message>
        <source>No engine host runs: nothing is held.</source>
        <translation>Nenhum processo de motor em execução: nada está ocupado.</translation>
    </message>
    <message>
        <source>{size} GB</source>
        <translation>{size} GB</translation>
    </message>
    <message>
        <source>Memory of the computer</source>
        <translation>Memória do computador</translation>
    </message>
    <message>
        <source>Simulated GPU ({size} GB)</source>
        <translation>GPU simulada ({size} GB)</translation>
    </message>
    <message>
        <source>{used} of {total} GB in use</source>
        <translation>{used} de {total} GB em uso</translation>
    </message>
    <message>
        <source>{used} of {total} GB in use, {free} free, peak of the engines {peak}</source>
        <translation>{used} de {total} GB em uso, {free} livres, pico dos motores {peak}</translation>
    </message>
    <message>
        <source>The figures are old: {age}. The engine host is silent.</source>
        <translation>Os números são antigos: {age}. O processo do motor não responde.</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Ocupado</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Pesos</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>Ativações</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>No máximo</translation>
    </message>
    <message>
        <source>Parked in RAM</source>
        <translation>Guardado na RAM</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Área de trabalho</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Outros programas</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Contexto</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Livre</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Engine hosts</source>
        <translation>Processos dos motores</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>não carregado</translation>
    </message>
    <message>
        <source>parked</source>
        <translation>guardado</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>carregando</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>pronto</translation>
    </message>
    <message>
        <source>working</source>
        <translation>trabalhando</translation>
    </message>
    <message>
        <source>leaving</source>
        <translation>saindo</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falhou</translation>
    </message>
    <message>
        <source>{time} ago: {what}</source>
        <translation>há {time}: {what}</translation>
    </message>
    <message>
        <source>{engine} loaded, {size} GB</source>
        <translation>{engine} carregado, {size} GB</translation>
    </message>
    <message>
        <source>{engine} released, {size} GB</source>
        <translation>{engine} liberado, {size} GB</translation>
    </message>
    <message>
        <source>{engine} made room for another, {size} GB</source>
        <translation>{engine} cedeu o lugar a outro, {size} GB</translation>
    </message>
    <message>
        <source>not enough memory for {engine}, {size} GB needed</source>
        <translation>faltou memória para o {engine}, são precisos {size} GB</translation>
    </message>
    <message>
        <source>In use over the last five minutes: {least} to {most} GB</source>
        <translation>Em uso nos últimos cinco minutos: de {least} a {most} GB</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source> (on the command line: {option})</source>
        <translation> (na linha de comando: {option})</translation>
    </message>
</context>
<context>
    <name>MeterPresenter</name>
    <message>
        <source>Engine host is starting…</source>
        <translation>Iniciando o processo do motor…</translation>
    </message>
    <message>
        <source>No engine host runs</source>
        <translation>Nenhum processo de motor em execução</translation>
    </message>
    <message>
        <source>Sottovoce holds 0 MB</source>
        <translation>O Sottovoce ocupa 0 MB</translation>
    </message>
    <message>
        <source>figures are old</source>
        <translation>os números são antigos</translation>
    </message>
    <message>
        <source>other programs {size}</source>
        <translation>outros programas {size}</translation>
    </message>
    <message>
        <source>cache {size}</source>
        <translation>cache {size}</translation>
    </message>
    <message>
        <source>Simulated GPU ({size} GB)</source>
        <translation>GPU simulada ({size} GB)</translation>
    </message>
    <message>
        <source>parked in RAM {size}</source>
        <translation>guardado na RAM {size}</translation>
    </message>
    <message>
        <source>peak {size}</source>
        <translation>pico {size}</translation>
    </message>
    <message>
        <source>{used} / {total} GB</source>
        <translation>{used} / {total} GB</translation>
    </message>
    <message>
        <source>other programs {size} ({names})</source>
        <translation>outros programas {size} ({names})</translation>
    </message>
    <message>
        <source>context {size}</source>
        <translation>contexto {size}</translation>
    </message>
    <message>
        <source>activations {size}</source>
        <translation>ativações {size}</translation>
    </message>
    <message>
        <source>free {size}</source>
        <translation>livre {size}</translation>
    </message>
    <message>
        <source>Sottovoce studio {size}</source>
        <translation>estúdio do Sottovoce {size}</translation>
    </message>
    <message>
        <source>Sottovoce command line {size}</source>
        <translation>linha de comando do Sottovoce {size}</translation>
    </message>
    <message>
        <source>another Sottovoce {size}</source>
        <translation>outro Sottovoce {size}</translation>
    </message>
    <message>
        <source>engine host {size}</source>
        <translation>processo do motor {size}</translation>
    </message>
    <message>
        <source>RAM {used} of {total} GB</source>
        <translation>RAM {used} de {total} GB</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>CPU: no kernels for the GPU</source>
        <translation>CPU: sem código para a GPU</translation>
    </message>
    <message>
        <source>CPU: the GPU failed</source>
        <translation>CPU: a GPU falhou</translation>
    </message>
</context>
<context>
    <name>NameBox</name>
    <message>
        <source>Name of {voice}</source>
        <translation>Nome de {voice}</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Dispensar</translation>
    </message>
</context>
<context>
    <name>NoticePresenter</name>
    <message numerus="yes">
        <source>%n more line(s) failed.</source>
        <translation>
            <numerusform>Mais %n linha falhou.</numerusform>
            <numerusform>Mais %n linhas falharam.</numerusform>
        </translation>
    </message>
    <message>
        <source>Line {number} has no audio yet.</source>
        <translation>A linha {number} ainda não tem áudio.</translation>
    </message>
    <message>
        <source>Press Generate, or render this line alone with Ctrl+R.</source>
        <translation>Pressione Gerar ou gere só esta linha com Ctrl+R.</translation>
    </message>
    <message>
        <source>Line {number}: {what}</source>
        <translation>Linha {number}: {what}</translation>
    </message>
    <message>
        <source>Lines {numbers}: {what}</source>
        <translation>Linhas {numbers}: {what}</translation>
    </message>
</context>
<context>
    <name>PaceButton</name>
    <message>
        <source>Listen at {pace}</source>
        <translation>Ouvir a {pace}</translation>
    </message>
</context>
<context>
    <name>PausesRow</name>
    <message>
        <source>After a comma</source>
        <translation>Após vírgula</translation>
    </message>
    <message>
        <source>After a sentence</source>
        <translation>Após frase</translation>
    </message>
    <message>
        <source>After three dots</source>
        <translation>Após reticências</translation>
    </message>
    <message>
        <source>After no mark</source>
        <translation>Sem pontuação</translation>
    </message>
    <message>
        <source>After a heading</source>
        <translation>Após um título</translation>
    </message>
    <message>
        <source>New paragraph</source>
        <translation>Novo parágrafo</translation>
    </message>
    <message>
        <source>New chapter</source>
        <translation>Novo capítulo</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>The report is on the clipboard.</source>
        <translation>O relatório está na área de transferência.</translation>
    </message>
</context>
<context>
    <name>ProjectPresenter</name>
    <message>
        <source>New project</source>
        <translation>Novo projeto</translation>
    </message>
    <message>
        <source>{name} (copy)</source>
        <translation>{name} (cópia)</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sem título</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>Abrindo {name}…</translation>
    </message>
    <message>
        <source>{name} — read-only</source>
        <translation>{name} — somente leitura</translation>
    </message>
    <message>
        <source>{name} — not saved</source>
        <translation>{name} — não salvo</translation>
    </message>
    <message>
        <source>{name} — saved</source>
        <translation>{name} — salvo</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>Salvar uma cópia…</translation>
    </message>
    <message>
        <source>The other window or program has let this project go. Open it again to see what was changed there, and to go on here.</source>
        <translation>A outra janela ou o outro programa liberou este projeto. Abra-o de novo para ver o que mudou lá e continuar aqui.</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Abrir de novo</translation>
    </message>
    <message>
        <source>Another window or program has this project open: this is how it was a moment ago.</source>
        <translation>Outra janela ou programa está com este projeto aberto: é assim que ele estava há instantes.</translation>
    </message>
    <message>
        <source>A newer Sottovoce made this project: you see what this one understands of it.</source>
        <translation>Este projeto foi feito por um Sottovoce mais novo: você vê o que esta versão entende dele.</translation>
    </message>
    <message>
        <source>This project cannot be written to: its file or folder is read-only.</source>
        <translation>Não é possível gravar neste projeto: o arquivo ou a pasta é somente leitura.</translation>
    </message>
    <message>
        <source>What you change is kept in memory, and saved as soon as that works.</source>
        <translation>O que você mudar fica na memória e será salvo assim que for possível.</translation>
    </message>
    <message>
        <source>What you change here is not kept; save a copy to go on in that.</source>
        <translation>O que você mudar aqui não será guardado; salve uma cópia para continuar nela.</translation>
    </message>
    <message>
        <source>{user} has this project open on {host}: this is how it was a moment ago.</source>
        <translation>{user} está com este projeto aberto em {host}: ele estava assim há um instante.</translation>
    </message>
    <message>
        <source>All changes are saved already; you need not do it.</source>
        <translation>Todas as mudanças já estão salvas; você não precisa fazer isso.</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>{name} salvo</translation>
    </message>
    <message>
        <source>This project brings voices that your library does not have: {names}.</source>
        <translation>Este projeto traz vozes que a sua biblioteca não tem: {names}.</translation>
    </message>
    <message>
        <source>Add to the library</source>
        <translation>Adicionar à biblioteca</translation>
    </message>
</context>
<context>
    <name>ProjectRescue</name>
    <message>
        <source>{name} (rescued)</source>
        <translation>{name} (resgatado)</translation>
    </message>
    <message>
        <source>Rescue into a new file…</source>
        <translation>Resgatar em um novo arquivo…</translation>
    </message>
    <message>
        <source>Rescue what can be read of it into a new file; the damaged one stays as it is.</source>
        <translation>Resgate em um novo arquivo o que pode ser lido dele; o danificado fica como está.</translation>
    </message>
    <message>
        <source>All of {damaged} could be read; it goes on in {name}.</source>
        <translation>Tudo de {damaged} pôde ser lido; o trabalho continua em {name}.</translation>
    </message>
    <message>
        <source>What could be read of {damaged} is in {name}.</source>
        <translation>O que pôde ser lido de {damaged} está em {name}.</translation>
    </message>
    <message>
        <source>Its choices are lost: choose voice and engine anew.</source>
        <translation>As escolhas dele se perderam: escolha de novo a voz e o motor.</translation>
    </message>
    <message>
        <source>Its list of pronunciations is lost.</source>
        <translation>A lista de pronúncias dele se perdeu.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n linha</numerusform>
            <numerusform>%n linhas</numerusform>
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
            <numerusform>%n voz</numerusform>
            <numerusform>%n vozes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) lost</source>
        <translation>
            <numerusform>%n linha perdida</numerusform>
            <numerusform>%n linhas perdidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) mended</source>
        <translation>
            <numerusform>%n linha remendada</numerusform>
            <numerusform>%n linhas remendadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n take(s) lost</source>
        <translation>
            <numerusform>%n take perdido</numerusform>
            <numerusform>%n takes perdidos</numerusform>
        </translation>
    </message>
    <message>
        <source>the end of the file is missing</source>
        <translation>falta o fim do arquivo</translation>
    </message>
</context>
<context>
    <name>ProjectWindows</name>
    <message>
        <source>Open a project</source>
        <translation>Abrir um projeto</translation>
    </message>
    <message>
        <source>Open a project or a text</source>
        <translation>Abrir um projeto ou um texto</translation>
    </message>
    <message>
        <source>Projects and texts ({patterns})</source>
        <translation>Projetos e textos ({patterns})</translation>
    </message>
    <message>
        <source>Keep the voices in the file, so that it opens elsewhere with them</source>
        <translation>Guardar as vozes no arquivo, para que ele abra com elas em outro lugar</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Novo projeto</translation>
    </message>
    <message>
        <source>Save the project as</source>
        <translation>Salvar o projeto como</translation>
    </message>
    <message>
        <source>Rescue the project into a new file</source>
        <translation>Resgatar o projeto em um novo arquivo</translation>
    </message>
    <message>
        <source>Save a copy of the project</source>
        <translation>Salvar uma cópia do projeto</translation>
    </message>
    <message>
        <source>Sottovoce projects (*{suffix})</source>
        <translation>Projetos do Sottovoce (*{suffix})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos os arquivos (*)</translation>
    </message>
</context>
<context>
    <name>PronunciationsDialog</name>
    <message>
        <source>Pronunciations</source>
        <translation>Pronúncias</translation>
    </message>
    <message>
        <source>What will be spoken of the current line</source>
        <translation>O que será falado na linha atual</translation>
    </message>
    <message>
        <source>Correct the words here, then choose where they are spoken so.</source>
        <translation>Corrija as palavras aqui e escolha onde elas são faladas assim.</translation>
    </message>
    <message>
        <source>Only here</source>
        <translation>Só aqui</translation>
    </message>
    <message>
        <source>Everywhere in the project</source>
        <translation>Em todo o projeto</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Ouvir</translation>
    </message>
    <message>
        <source>Speak these words by the chosen voice</source>
        <translation>Falar estas palavras com a voz escolhida</translation>
    </message>
    <message>
        <source>Say numbers, dates and the like in words</source>
        <translation>Dizer números, datas e afins por extenso</translation>
    </message>
    <message>
        <source>Pronunciations of this project</source>
        <translation>Pronúncias deste projeto</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Escrito</translation>
    </message>
    <message>
        <source>Spoken</source>
        <translation>Falado</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Language of the lines it is for</source>
        <translation>Idioma das linhas para as quais vale</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Expressão regular</translation>
    </message>
    <message>
        <source>Capitals count</source>
        <translation>Distinguir maiúsculas</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>Speak this entry by the chosen voice</source>
        <translation>Falar este item com a voz escolhida</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Spoken in line {number}</source>
        <translation>Falado na linha {number}</translation>
    </message>
    <message>
        <source>The current line is blank</source>
        <translation>A linha atual está em branco</translation>
    </message>
    <message>
        <source>New entry</source>
        <translation>Novo item</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Adicionar</translation>
    </message>
</context>
<context>
    <name>PronunciationsPresenter</name>
    <message>
        <source>Change the words first, as they shall be spoken.</source>
        <translation>Primeiro mude as palavras para como devem ser faladas.</translation>
    </message>
    <message>
        <source>Only words of the line can be changed here; its markup is changed in the script.</source>
        <translation>Aqui só se mudam palavras da linha; as marcações se mudam no roteiro.</translation>
    </message>
    <message>
        <source>No line of the script has words for it, so there is nothing to play.</source>
        <translation>Nenhuma linha do roteiro tem palavras para ela; não há o que ouvir.</translation>
    </message>
    <message>
        <source>This line is too long to be shown here. Split it into sentences first.</source>
        <translation>Esta linha é longa demais para ser mostrada aqui. Divida-a em frases primeiro.</translation>
    </message>
    <message>
        <source>All languages</source>
        <translation>Todos os idiomas</translation>
    </message>
</context>
<context>
    <name>QueueDialog</name>
    <message>
        <source>Queue</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>Lines in the order of their turns</source>
        <translation>Linhas na ordem da vez</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Voz</translation>
    </message>
    <message>
        <source>Speak next</source>
        <translation>Falar a seguir</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Descer</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Deixar de fora</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Cancelar tudo</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Nothing waits. Generate fills the queue.</source>
        <translation>Nada espera. Gerar enche a fila.</translation>
    </message>
    <message>
        <source>getting ready</source>
        <translation>preparando</translation>
    </message>
    <message numerus="yes">
        <source>and %n more line(s)</source>
        <translation>
            <numerusform>e mais %n linha</numerusform>
            <numerusform>e mais %n linhas</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
</context>
<context>
    <name>QueuePresenter</name>
    <message>
        <source>Sample</source>
        <translation>Amostra</translation>
    </message>
    <message>
        <source>Line {number}</source>
        <translation>Linha {number}</translation>
    </message>
    <message>
        <source>being spoken</source>
        <translation>sendo falada</translation>
    </message>
</context>
<context>
    <name>Readiness</name>
    <message>
        <source>starting…</source>
        <translation>iniciando…</translation>
    </message>
    <message>
        <source>not installed · takes {size} GB</source>
        <translation>não instalado · ocupa {size} GB</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>não instalado</translation>
    </message>
    <message>
        <source>cannot run</source>
        <translation>não funciona</translation>
    </message>
    <message>
        <source>weights missing</source>
        <translation>faltam os pesos</translation>
    </message>
    <message>
        <source>{engine} is not installed.</source>
        <translation>O {engine} não está instalado.</translation>
    </message>
    <message>
        <source>It takes {size} on the disk.</source>
        <translation>Ocupa {size} no disco.</translation>
    </message>
    <message>
        <source>Install…</source>
        <translation>Instalar…</translation>
    </message>
    <message>
        <source>Run this in Sottovoce&apos;s folder, then open Sottovoce again:</source>
        <translation>Execute isto na pasta do Sottovoce e abra o Sottovoce de novo:</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Copiar o comando</translation>
    </message>
    <message>
        <source>{engine} cannot run: {reason}</source>
        <translation>O {engine} não funciona: {reason}</translation>
    </message>
    <message>
        <source>its environment is damaged</source>
        <translation>o ambiente dele está danificado</translation>
    </message>
    <message>
        <source>Repair it in Sottovoce&apos;s folder, then open Sottovoce again:</source>
        <translation>Repare-o na pasta do Sottovoce e abra o Sottovoce de novo:</translation>
    </message>
    <message>
        <source>The weights of {engine} are not there.</source>
        <translation>Os pesos do {engine} não estão aqui.</translation>
    </message>
    <message>
        <source>They are fetched once ({size}), and checked.</source>
        <translation>São baixados uma vez ({size}) e conferidos.</translation>
    </message>
    <message>
        <source>Get the weights…</source>
        <translation>Obter os pesos…</translation>
    </message>
    <message>
        <source>Put {files} ({size} GB in all) into {folder}</source>
        <translation>Coloque {files} ({size} GB ao todo) em {folder}</translation>
    </message>
    <message>
        <source>Put {files} into {folder}</source>
        <translation>Coloque {files} em {folder}</translation>
    </message>
    <message>
        <source>Open that folder</source>
        <translation>Abrir essa pasta</translation>
    </message>
    <message>
        <source>{one} or {other}</source>
        <translation>{one} ou {other}</translation>
    </message>
    <message>
        <source>{engine} speaks in the voice of a recording.</source>
        <translation>O {engine} fala na voz de uma gravação.</translation>
    </message>
    <message>
        <source>Add one of 5 to 15 seconds, or choose one at the left.</source>
        <translation>Adicione uma de 5 a 15 segundos ou escolha uma à esquerda.</translation>
    </message>
    <message>
        <source>Add a recording…</source>
        <translation>Adicionar uma gravação…</translation>
    </message>
    <message>
        <source>{engine} cannot speak in the voice of a recording.</source>
        <translation>O {engine} não consegue falar na voz de uma gravação.</translation>
    </message>
    <message>
        <source>Choose one of its own voices, or an engine that clones.</source>
        <translation>Escolha uma das vozes dele ou um motor que clone.</translation>
    </message>
    <message>
        <source>{engine} needs the words of {voice}&apos;s recording.</source>
        <translation>O {engine} precisa das palavras da gravação de {voice}.</translation>
    </message>
    <message>
        <source>Write down what is said in it, word for word.</source>
        <translation>Escreva o que é dito nela, palavra por palavra.</translation>
    </message>
    <message>
        <source>Write its words…</source>
        <translation>Escrever as palavras…</translation>
    </message>
    <message>
        <source>VRAM</source>
        <translation>VRAM</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>memória</translation>
    </message>
    <message>
        <source>{size} GB {memory}</source>
        <translation>{size} GB de {memory}</translation>
    </message>
    <message>
        <source>weights {licence}: {summary}</source>
        <translation>pesos {licence}: {summary}</translation>
    </message>
</context>
<context>
    <name>RecordDialog</name>
    <message>
        <source>Record again</source>
        <translation>Gravar de novo</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Gravar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Record a voice</source>
        <translation>Gravar uma voz</translation>
    </message>
    <message>
        <source>In a quiet room, a hand&apos;s breadth from the microphone, read this in your usual voice:</source>
        <translation>Em um lugar silencioso, a um palmo do microfone, leia isto com a sua voz de sempre:</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>Nível do microfone</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Ouvir</translation>
    </message>
    <message>
        <source>Use this recording</source>
        <translation>Usar esta gravação</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>Six seconds or more are enough for every engine.</source>
        <translation>Seis segundos ou mais bastam para todos os motores.</translation>
    </message>
    <message>
        <source>Begins in {count}…</source>
        <translation>Começa em {count}…</translation>
    </message>
    <message>
        <source>Opening the microphone…</source>
        <translation>Abrindo o microfone…</translation>
    </message>
    <message>
        <source>From before the program ended: listen to it, use it, or record again.</source>
        <translation>De antes de o programa terminar: ouça, use ou grave de novo.</translation>
    </message>
    <message>
        <source>Too loud: some of it is distorted. Go a little away and record again.</source>
        <translation>Alto demais: uma parte está distorcida. Afaste-se um pouco e grave de novo.</translation>
    </message>
    <message>
        <source>Very quiet: come closer, or turn the microphone up.</source>
        <translation>Muito baixo: chegue mais perto ou aumente o microfone.</translation>
    </message>
    <message>
        <source>a little longer</source>
        <translation>mais um pouco</translation>
    </message>
    <message>
        <source>enough</source>
        <translation>já basta</translation>
    </message>
</context>
<context>
    <name>RecordPresenter</name>
    <message>
        <source>Recording {time}</source>
        <translation>Gravação {time}</translation>
    </message>
</context>
<context>
    <name>RecordingsList</name>
    <message>
        <source>Move up</source>
        <translation>Mover para cima</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>Listen and cut…</source>
        <translation>Ouvir e cortar…</translation>
    </message>
    <message>
        <source>Style, such as calm</source>
        <translation>Estilo, como calmo</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>Its words are missing</source>
        <translation>Faltam as palavras dela</translation>
    </message>
</context>
<context>
    <name>ReferenceDialog</name>
    <message>
        <source>Recording of a voice</source>
        <translation>Gravação de uma voz</translation>
    </message>
    <message>
        <source>Play the part</source>
        <translation>Ouvir o trecho</translation>
    </message>
    <message>
        <source>Best part</source>
        <translation>Melhor trecho</translation>
    </message>
    <message>
        <source>Find the best 6 to 12 seconds of the recording</source>
        <translation>Encontrar os melhores 6 a 12 segundos da gravação</translation>
    </message>
    <message>
        <source>Reduce steady noise</source>
        <translation>Reduzir ruído constante</translation>
    </message>
    <message>
        <source>For hiss and hum. Listen to it: what is left of strong noise can sound like chirping</source>
        <translation>Para chiado e zumbido. Ouça o resultado: o que sobra de um ruído forte pode soar como um gorjeio</translation>
    </message>
    <message>
        <source>Play with the noise</source>
        <translation>Ouvir com o ruído</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Refazer</translation>
    </message>
    <message>
        <source>What is said in the part, word for word:</source>
        <translation>O que é dito no trecho, palavra por palavra:</translation>
    </message>
    <message>
        <source>What is said in the part</source>
        <translation>O que é dito no trecho</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>O que foi encontrado</translation>
    </message>
    <message>
        <source>Use this part</source>
        <translation>Usar este trecho</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>{start} to {end}, {seconds} of {whole}</source>
        <translation>{start} a {end}, {seconds} de {whole}</translation>
    </message>
    <message>
        <source>Listening to it…</source>
        <translation>Ouvindo…</translation>
    </message>
</context>
<context>
    <name>Removals</name>
    <message>
        <source>{name} was removed from the voices.</source>
        <translation>A voz {name} foi removida.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
</context>
<context>
    <name>ReportList</name>
    <message>
        <source>✓ met: {what}</source>
        <translation>✓ atingido: {what}</translation>
    </message>
    <message>
        <source>▲ not met: {what}</source>
        <translation>▲ não atingido: {what}</translation>
    </message>
</context>
<context>
    <name>RunNotice</name>
    <message numerus="yes">
        <source>%n line(s) spoken</source>
        <translation>
            <numerusform>%n linha falada</numerusform>
            <numerusform>%n linhas faladas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n falhou</numerusform>
            <numerusform>%n falharam</numerusform>
        </translation>
    </message>
    <message>
        <source>Sottovoce has stopped</source>
        <translation>O Sottovoce parou</translation>
    </message>
    <message>
        <source>Sottovoce is done</source>
        <translation>O Sottovoce terminou</translation>
    </message>
</context>
<context>
    <name>RunPresenter</name>
    <message>
        <source>stopping…</source>
        <translation>parando…</translation>
    </message>
    <message numerus="yes">
        <source>paused · %n line(s)</source>
        <translation>
            <numerusform>em pausa · %n linha</numerusform>
            <numerusform>em pausa · %n linhas</numerusform>
        </translation>
    </message>
    <message>
        <source>Pausing after this line…</source>
        <translation>Pausa depois desta linha…</translation>
    </message>
    <message>
        <source>Line {number} of {total}</source>
        <translation>Linha {number} de {total}</translation>
    </message>
    <message>
        <source>getting ready</source>
        <translation>preparando</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>faltam {time}</translation>
    </message>
</context>
<context>
    <name>ScriptEditor</name>
    <message>
        <source>Script</source>
        <translation>Roteiro</translation>
    </message>
    <message>
        <source>Type or paste your script here, or drop a text file.</source>
        <translation>Digite ou cole seu roteiro aqui, ou solte um arquivo de texto.</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>a gerar</translation>
    </message>
    <message>
        <source>rendering</source>
        <translation>gerando</translation>
    </message>
    <message>
        <source>rendered</source>
        <translation>gerada</translation>
    </message>
    <message>
        <source>to check</source>
        <translation>a conferir</translation>
    </message>
    <message>
        <source>not spoken</source>
        <translation>não falada</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falhou</translation>
    </message>
    <message>
        <source>Blank line</source>
        <translation>Linha em branco</translation>
    </message>
    <message>
        <source>Line {number}: {state}</source>
        <translation>Linha {number}: {state}</translation>
    </message>
    <message>
        <source>Spoken as text: {marks}</source>
        <translation>Falado como texto: {marks}</translation>
    </message>
</context>
<context>
    <name>ScriptPanel</name>
    <message>
        <source>Script</source>
        <translation>Roteiro</translation>
    </message>
</context>
<context>
    <name>SideWindows</name>
    <message>
        <source>Choose a folder of weights</source>
        <translation>Escolha uma pasta de pesos</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Memory</source>
        <translation>Memória</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automática</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ligada</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Desligada</translation>
    </message>
    <message>
        <source>Low VRAM</source>
        <translation>Pouca VRAM</translation>
    </message>
</context>
<context>
    <name>StretchWave</name>
    <message>
        <source>Recording</source>
        <translation>Gravação</translation>
    </message>
    <message>
        <source>Start of the part</source>
        <translation>Início do trecho</translation>
    </message>
    <message>
        <source>End of the part</source>
        <translation>Fim do trecho</translation>
    </message>
    <message>
        <source>Arrows move it by 0.1 s, with Shift by 1 s, with Ctrl by 0.01 s</source>
        <translation>As setas movem 0,1 s; com Shift, 1 s; com Ctrl, 0,01 s</translation>
    </message>
</context>
<context>
    <name>TagsForm</name>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>Artista</translation>
    </message>
    <message>
        <source>Album</source>
        <translation>Álbum</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>Gênero</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Ano</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentário</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>Capa</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Escolher…</translation>
    </message>
    <message>
        <source>Choose a picture for the cover</source>
        <translation>Escolha uma imagem para a capa</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>Have no cover</source>
        <translation>Não ter capa</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Nenhuma</translation>
    </message>
</context>
<context>
    <name>TakeRowWidget</name>
    <message>
        <source>it stands for the line</source>
        <translation>é o que vale para a linha</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>com estrela</translation>
    </message>
    <message>
        <source>{take}: use it for this line</source>
        <translation>{take}: usar nesta linha</translation>
    </message>
    <message>
        <source>{take}: it says other words than the line does now</source>
        <translation>{take}: diz outras palavras, não as que a linha tem agora</translation>
    </message>
    <message>
        <source>{take}: pause</source>
        <translation>{take}: pausar</translation>
    </message>
    <message>
        <source>{take}: play</source>
        <translation>{take}: ouvir</translation>
    </message>
    <message>
        <source>{take}: compare with the one that stands, at the same place (C)</source>
        <translation>{take}: comparar com o que vale, no mesmo ponto (C)</translation>
    </message>
    <message>
        <source>{take}: take the star away (S)</source>
        <translation>{take}: tirar a estrela (S)</translation>
    </message>
    <message>
        <source>{take}: star (S)</source>
        <translation>{take}: marcar com estrela (S)</translation>
    </message>
    <message>
        <source>{take}: make another with its seed</source>
        <translation>{take}: fazer outro com a mesma semente</translation>
    </message>
    <message>
        <source>{take}: delete (Delete); undo brings it back</source>
        <translation>{take}: excluir (Delete); desfazer traz de volta</translation>
    </message>
</context>
<context>
    <name>TakeWords</name>
    <message>
        <source>Take {number} of {count}</source>
        <translation>Take {number} de {count}</translation>
    </message>
    <message>
        <source>Take {number}</source>
        <translation>Take {number}</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>semente {seed}</translation>
    </message>
    <message>
        <source>peak {level} dB</source>
        <translation>pico {level} dB</translation>
    </message>
    <message>
        <source>{rtf}× real time</source>
        <translation>{rtf}× tempo real</translation>
    </message>
    <message>
        <source>in shorter parts</source>
        <translation>em partes mais curtas</translation>
    </message>
    <message>
        <source>in half precision</source>
        <translation>em meia precisão</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Voz</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Motor</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Pesos</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidade</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semente</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Som</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Feito</translation>
    </message>
</context>
<context>
    <name>TakesPanel</name>
    <message>
        <source>Another take</source>
        <translation>Outro take</translation>
    </message>
    <message>
        <source>Close the takes (Esc)</source>
        <translation>Fechar os takes (Esc)</translation>
    </message>
</context>
<context>
    <name>TakesPresenter</name>
    <message>
        <source>choice of a take</source>
        <translation>escolha de take</translation>
    </message>
    <message>
        <source>star</source>
        <translation>estrela</translation>
    </message>
    <message>
        <source>deleted take</source>
        <translation>take excluído</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>Put the cursor in a line to see its takes.</source>
        <translation>Coloque o cursor em uma linha para ver os takes dela.</translation>
    </message>
    <message>
        <source>Takes of line {number}</source>
        <translation>Takes da linha {number}</translation>
    </message>
    <message>
        <source>This line has no take yet.</source>
        <translation>Esta linha ainda não tem nenhum take.</translation>
    </message>
</context>
<context>
    <name>Tally</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln linha</numerusform>
            <numerusform>%Ln linhas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rendered</source>
        <translation>
            <numerusform>%Ln gerada</numerusform>
            <numerusform>%Ln geradas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln to check</source>
        <translation>
            <numerusform>%Ln a conferir</numerusform>
            <numerusform>%Ln a conferir</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln word(s)</source>
        <translation>
            <numerusform>%Ln palavra</numerusform>
            <numerusform>%Ln palavras</numerusform>
        </translation>
    </message>
    <message>
        <source>about {length}</source>
        <translation>cerca de {length}</translation>
    </message>
</context>
<context>
    <name>Teller</name>
    <message>
        <source>Write its words…</source>
        <translation>Escrever as palavras…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Tentar de novo</translation>
    </message>
    <message>
        <source>No line has changed since it was rendered.</source>
        <translation>Nenhuma linha mudou desde que foi gerada.</translation>
    </message>
    <message>
        <source>Every line is rendered already.</source>
        <translation>Todas as linhas já foram geradas.</translation>
    </message>
    <message>
        <source>Change a line or a setting, or make another take of a line with Ctrl+R.</source>
        <translation>Mude uma linha ou um ajuste, ou faça outro take de uma linha com Ctrl+R.</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Open…</source>
        <translation>Abrir…</translation>
    </message>
    <message>
        <source>Open a project or a text</source>
        <translation>Abrir um projeto ou um texto</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Configurações</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Output level</source>
        <translation>Volume de saída</translation>
    </message>
    <message>
        <source>Output device</source>
        <translation>Dispositivo de saída</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Posição</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Reproduzir</translation>
    </message>
    <message>
        <source>of {duration}</source>
        <translation>de {duration}</translation>
    </message>
</context>
<context>
    <name>TransportPresenter</name>
    <message>
        <source>System default</source>
        <translation>Padrão do sistema</translation>
    </message>
    <message>
        <source>{device} (not connected)</source>
        <translation>{device} (não conectado)</translation>
    </message>
    <message>
        <source>Line {number}</source>
        <translation>Linha {number}</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>{value} channels to one</source>
        <translation>de {value} canais para um</translation>
    </message>
    <message>
        <source>{value} Hz to 24000 Hz</source>
        <translation>de {value} Hz para 24000 Hz</translation>
    </message>
    <message>
        <source>without rumble below {value} Hz</source>
        <translation>sem ronco abaixo de {value} Hz</translation>
    </message>
    <message>
        <source>noise {value} dB</source>
        <translation>ruído {value} dB</translation>
    </message>
    <message>
        <source>level {value} dB</source>
        <translation>nível {value} dB</translation>
    </message>
    <message>
        <source>Engines hear it so: {steps}. The recording stays as it is.</source>
        <translation>Os motores a ouvem assim: {steps}. A gravação fica como está.</translation>
    </message>
    <message>
        <source>{voice} will sound bad. {finding}</source>
        <translation>{voice} vai soar mal. {finding}</translation>
    </message>
    <message>
        <source>Look at the recording…</source>
        <translation>Ver a gravação…</translation>
    </message>
</context>
<context>
    <name>VoiceCards</name>
    <message>
        <source>{engine} cannot clone it</source>
        <translation>{engine} não pode cloná-la</translation>
    </message>
    <message>
        <source>Its words are missing</source>
        <translation>Faltam as palavras dela</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Arquivada</translation>
    </message>
    <message>
        <source>Built in · no download</source>
        <translation>Incluída · sem download</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{count} recordings</source>
        <translation>{count} gravações</translation>
    </message>
    <message>
        <source>Voice of whoever shared it</source>
        <translation>Voz de quem a compartilhou</translation>
    </message>
    <message>
        <source>Your own voice</source>
        <translation>Sua própria voz</translation>
    </message>
    <message>
        <source>Used with permission</source>
        <translation>Usada com permissão</translation>
    </message>
    <message>
        <source>Synthetic or public domain</source>
        <translation>Sintética ou domínio público</translation>
    </message>
    <message>
        <source>Whose voice: not stated</source>
        <translation>De quem: não informado</translation>
    </message>
</context>
<context>
    <name>VoiceDetailsDialog</name>
    <message>
        <source>Details of {voice}</source>
        <translation>Detalhes de {voice}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Gravações</translation>
    </message>
    <message>
        <source>Whose voice</source>
        <translation>De quem é a voz</translation>
    </message>
    <message>
        <source>Consent note</source>
        <translation>Nota sobre o consentimento</translation>
    </message>
    <message>
        <source>Words to find it by, with commas between them</source>
        <translation>Palavras para encontrá-la, separadas por vírgulas</translation>
    </message>
    <message>
        <source>Such as who permits it, and how</source>
        <translation>Como quem permite, e de que forma</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Não se sabe</translation>
    </message>
    <message>
        <source>Not stated</source>
        <translation>Não informado</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Minha</translation>
    </message>
    <message>
        <source>Used with permission</source>
        <translation>Usada com permissão</translation>
    </message>
    <message>
        <source>Synthetic or public domain</source>
        <translation>Sintética ou domínio público</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Said on {day} by whoever shared the voice.</source>
        <translation>Informado em {day} por quem compartilhou a voz.</translation>
    </message>
    <message>
        <source>Said on {day}.</source>
        <translation>Informado em {day}.</translation>
    </message>
</context>
<context>
    <name>VoiceMenu</name>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Reproduzir</translation>
    </message>
    <message>
        <source>Use for the selected lines</source>
        <translation>Usar nas linhas selecionadas</translation>
    </message>
    <message>
        <source>Use the script&apos;s voice for the selected lines</source>
        <translation>Usar a voz do roteiro nas linhas selecionadas</translation>
    </message>
    <message>
        <source>What is said in it…</source>
        <translation>O que é dito nela…</translation>
    </message>
    <message>
        <source>The recording and its verdict…</source>
        <translation>A gravação e a avaliação…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renomear</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Detalhes…</translation>
    </message>
    <message>
        <source>Add recordings…</source>
        <translation>Adicionar gravações…</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>Share as a file…</source>
        <translation>Compartilhar como arquivo…</translation>
    </message>
    <message>
        <source>Take out of the archive</source>
        <translation>Tirar do arquivo morto</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Arquivar</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
</context>
<context>
    <name>VoiceWindows</name>
    <message>
        <source>Add recordings of a voice</source>
        <translation>Adicionar gravações de uma voz</translation>
    </message>
    <message>
        <source>Sound and shared voices ({patterns})</source>
        <translation>Som e vozes compartilhadas ({patterns})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos os arquivos (*)</translation>
    </message>
    <message>
        <source>Sound ({patterns})</source>
        <translation>Som ({patterns})</translation>
    </message>
    <message>
        <source>Share a voice as a file</source>
        <translation>Compartilhar uma voz como arquivo</translation>
    </message>
    <message>
        <source>Voice (*{suffix})</source>
        <translation>Voz (*{suffix})</translation>
    </message>
</context>
<context>
    <name>VoicesPanel</name>
    <message>
        <source>Voices</source>
        <translation>Vozes</translation>
    </message>
    <message>
        <source>Drop a recording here or choose a file…</source>
        <translation>Solte uma gravação aqui ou escolha um arquivo…</translation>
    </message>
    <message>
        <source>Add a recording</source>
        <translation>Adicionar uma gravação</translation>
    </message>
    <message>
        <source>Record…</source>
        <translation>Gravar…</translation>
    </message>
    <message>
        <source>Record from the microphone</source>
        <translation>Gravar do microfone</translation>
    </message>
    <message>
        <source>Search voices</source>
        <translation>Buscar vozes</translation>
    </message>
    <message>
        <source>No voice matches “{words}”.</source>
        <translation>Nenhuma voz corresponde a “{words}”.</translation>
    </message>
    <message>
        <source>{count} more…</source>
        <translation>Mais {count}…</translation>
    </message>
    <message>
        <source>Archived · {count}</source>
        <translation>Arquivadas · {count}</translation>
    </message>
    <message>
        <source>More for {voice}</source>
        <translation>Mais para {voice}</translation>
    </message>
    <message>
        <source>Pause {voice}</source>
        <translation>Pausar {voice}</translation>
    </message>
    <message>
        <source>Play {voice}</source>
        <translation>Reproduzir {voice}</translation>
    </message>
    <message>
        <source>What is said in {voice}</source>
        <translation>O que é dito em {voice}</translation>
    </message>
</context>
<context>
    <name>Waveform</name>
    <message>
        <source>Position</source>
        <translation>Posição</translation>
    </message>
    <message>
        <source>Nothing to play</source>
        <translation>Nada para reproduzir</translation>
    </message>
    <message>
        <source>Position in {title}</source>
        <translation>Posição em {title}</translation>
    </message>
    <message>
        <source>{position} of {duration}</source>
        <translation>{position} de {duration}</translation>
    </message>
</context>
<context>
    <name>Weights</name>
    <message>
        <source>No usable graphics card was found: every engine runs on the processor.</source>
        <translation>Nenhuma placa de vídeo utilizável foi encontrada: todos os motores rodam no processador.</translation>
    </message>
    <message>
        <source>Your graphics card has {size} GB.</source>
        <translation>Sua placa de vídeo tem {size} GB.</translation>
    </message>
    <message>
        <source>The simulated graphics card has {size} GB.</source>
        <translation>A placa de vídeo simulada tem {size} GB.</translation>
    </message>
    <message>
        <source>Runs on the processor; needs {need} GB of memory.</source>
        <translation>Roda no processador; precisa de {need} GB de memória.</translation>
    </message>
    <message>
        <source>Made for graphics cards: needs {need} GB.</source>
        <translation>Feito para placas de vídeo: precisa de {need} GB.</translation>
    </message>
    <message>
        <source>Fits your card: needs {need} of {total} GB.</source>
        <translation>Cabe na sua placa: precisa de {need} de {total} GB.</translation>
    </message>
    <message>
        <source>Barely fits your card: needs {need} of {total} GB. Close other programs that use it.</source>
        <translation>Mal cabe na sua placa: precisa de {need} de {total} GB. Feche outros programas que a usam.</translation>
    </message>
    <message>
        <source>Does not fit your card: needs {need} of {total} GB. It is tried in half precision and in shorter parts, else on the processor.</source>
        <translation>Não cabe na sua placa: precisa de {need} de {total} GB. Tenta-se em meia precisão e em partes menores, senão no processador.</translation>
    </message>
    <message>
        <source>A second of speech takes about {seconds} s there ({cores} cores).</source>
        <translation>Um segundo de fala leva cerca de {seconds} s nele ({cores} núcleos).</translation>
    </message>
    <message>
        <source>{size} · your own</source>
        <translation>{size} · seus</translation>
    </message>
    <message>
        <source>Not whole: {files} missing</source>
        <translation>Incompletos: falta {files}</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Neste computador</translation>
    </message>
    <message>
        <source>{come} of {size} have come</source>
        <translation>{come} de {size} já vieram</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>Não estão neste computador</translation>
    </message>
    <message>
        <source>Checking every byte…</source>
        <translation>Conferindo cada byte…</translation>
    </message>
    <message>
        <source>Waiting for the server…</source>
        <translation>Esperando o servidor…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} de {total}</translation>
    </message>
    <message>
        <source>{speed} MB a second</source>
        <translation>{speed} MB por segundo</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>faltam {time}</translation>
    </message>
</context>
<context>
    <name>WeightsDialog</name>
    <message>
        <source>Engines and weights</source>
        <translation>Motores e pesos</translation>
    </message>
    <message>
        <source>Nothing is fetched unless you ask for it. What stops on the way goes on where it was.</source>
        <translation>Nada é baixado sem que você peça. O que para no caminho continua de onde estava.</translation>
    </message>
    <message>
        <source>Clean up</source>
        <translation>Limpar</translation>
    </message>
    <message>
        <source>Add weights from a folder…</source>
        <translation>Adicionar pesos de uma pasta…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
</context>
<context>
    <name>WeightsPresenter</name>
    <message>
        <source>The weights of {name} are here, and every byte was checked.</source>
        <translation>Os pesos de {name} estão aqui, e cada byte foi conferido.</translation>
    </message>
    <message>
        <source>The weights {name} were added.</source>
        <translation>Os pesos {name} foram adicionados.</translation>
    </message>
    <message>
        <source>Unfinished downloads and conversions: {size}</source>
        <translation>Downloads incompletos e conversões: {size}</translation>
    </message>
    <message>
        <source>Speech recognition</source>
        <translation>Reconhecimento de fala</translation>
    </message>
    <message>
        <source>Writes down what is said in a recording.</source>
        <translation>Escreve o que é dito em uma gravação.</translation>
    </message>
    <message>
        <source>takes {size} on the disk</source>
        <translation>ocupa {size} no disco</translation>
    </message>
    <message>
        <source>takes {size} on the disk, {others} included</source>
        <translation>ocupa {size} no disco, incluindo {others}</translation>
    </message>
    <message>
        <source>The engine is speaking. It can be removed when it is done.</source>
        <translation>O motor está falando. Ele pode ser removido quando terminar.</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Instalar</translation>
    </message>
    <message>
        <source>{name} is not installed.</source>
        <translation>{name} não está instalado.</translation>
    </message>
    <message>
        <source>The engine {name}</source>
        <translation>O motor {name}</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Instalado</translation>
    </message>
    <message>
        <source>Remove engine</source>
        <translation>Remover motor</translation>
    </message>
    <message>
        <source>Really remove?</source>
        <translation>Remover mesmo?</translation>
    </message>
    <message>
        <source>Frees {size}; the weights stay.</source>
        <translation>Libera {size}; os pesos ficam.</translation>
    </message>
    <message>
        <source>Frees {size} and removes {others} too; the weights stay.</source>
        <translation>Libera {size} e remove também {others}; os pesos ficam.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Baixar</translation>
    </message>
    <message>
        <source>Accept the licence and download</source>
        <translation>Aceitar a licença e baixar</translation>
    </message>
    <message>
        <source>Read the licence</source>
        <translation>Ler a licença</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Conferir</translation>
    </message>
    <message>
        <source>Really delete?</source>
        <translation>Apagar mesmo?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Apagar</translation>
    </message>
    <message>
        <source>On this computer; every byte was checked</source>
        <translation>Neste computador; cada byte foi conferido</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>Começando…</translation>
    </message>
    <message>
        <source>Mend</source>
        <translation>Reparar</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Open text…</source>
        <translation>Abrir texto…</translation>
    </message>
    <message>
        <source>Export selected lines…</source>
        <translation>Exportar linhas selecionadas…</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Gerar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Play line</source>
        <translation>Reproduzir a linha</translation>
    </message>
    <message>
        <source>Play from here</source>
        <translation>Reproduzir a partir daqui</translation>
    </message>
    <message>
        <source>Render line again</source>
        <translation>Gerar a linha de novo</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Refazer</translation>
    </message>
    <message>
        <source>{action}: {step}</source>
        <translation>{action}: {step}</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>Novo projeto…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>Abrir projeto…</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>Abrir recentes</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Salvar como…</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>Salvar uma cópia…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Finished files…</source>
        <translation>Arquivos finais…</translation>
    </message>
    <message>
        <source>Takes of the line</source>
        <translation>Takes da linha</translation>
    </message>
    <message>
        <source>Render selected lines again</source>
        <translation>Gerar de novo as linhas selecionadas</translation>
    </message>
    <message>
        <source>Render changed lines again</source>
        <translation>Gerar de novo as linhas alteradas</translation>
    </message>
    <message>
        <source>Render all lines again</source>
        <translation>Gerar de novo todas as linhas</translation>
    </message>
    <message>
        <source>With the same seed (locked)</source>
        <translation>Com a mesma semente (travada)</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Localizar</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>Localizar…</translation>
    </message>
    <message>
        <source>Find and replace…</source>
        <translation>Localizar e substituir…</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>Localizar próximo</translation>
    </message>
    <message>
        <source>Find previous</source>
        <translation>Localizar anterior</translation>
    </message>
    <message>
        <source>Go to line…</source>
        <translation>Ir para a linha…</translation>
    </message>
    <message>
        <source>Show lines…</source>
        <translation>Mostrar linhas…</translation>
    </message>
    <message>
        <source>Next of these lines</source>
        <translation>Próxima dessas linhas</translation>
    </message>
    <message>
        <source>Previous of these lines</source>
        <translation>Anterior dessas linhas</translation>
    </message>
    <message>
        <source>Split into sentences</source>
        <translation>Dividir em frases</translation>
    </message>
    <message>
        <source>Loop selected lines</source>
        <translation>Repetir as linhas selecionadas</translation>
    </message>
    <message>
        <source>Listen faster</source>
        <translation>Ouvir mais rápido</translation>
    </message>
    <message>
        <source>Pronunciations…</source>
        <translation>Pronúncias…</translation>
    </message>
    <message>
        <source>Engines and weights…</source>
        <translation>Motores e pesos…</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>Abrir a pasta de registros</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Copiar relatório</translation>
    </message>
    <message>
        <source>About Sottovoce</source>
        <translation>Sobre o Sottovoce</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Interface language</source>
        <translation>Idioma da interface</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linha</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como no sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Escuro</translation>
    </message>
</context>
<context>
    <name>WordsDialog</name>
    <message>
        <source>Words of the recording</source>
        <translation>Palavras da gravação</translation>
    </message>
    <message>
        <source>What is said in it, word for word:</source>
        <translation>O que é dito nela, palavra por palavra:</translation>
    </message>
    <message>
        <source>What is said in it</source>
        <translation>O que é dito nela</translation>
    </message>
    <message>
        <source>Some engines, such as F5-TTS, cannot clone a voice without knowing what it says.</source>
        <translation>Alguns motores, como o F5-TTS, não conseguem clonar uma voz sem saber o que ela diz.</translation>
    </message>
    <message>
        <source>Hearing what is said…</source>
        <translation>Ouvindo o que é dito…</translation>
    </message>
    <message>
        <source>Hear the words</source>
        <translation>Ouvir as palavras</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Reproduzir</translation>
    </message>
    <message>
        <source>Play {voice}</source>
        <translation>Reproduzir {voice}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>on ({origin})</source>
        <translation>ligada ({origin})</translation>
    </message>
    <message>
        <source>off ({origin})</source>
        <translation>desligada ({origin})</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automática</translation>
    </message>
    <message>
        <source>automatic, {origin}</source>
        <translation>automática, {origin}</translation>
    </message>
    <message>
        <source>{engines} needs {need} GB of {card} GB, {spare} % to spare included</source>
        <translation>{engines} precisa de {need} GB de {card} GB, já com {spare} % de folga</translation>
    </message>
    <message>
        <source>{engines} need {need} GB of {card} GB, {spare} % to spare included</source>
        <translation>{engines} precisam de {need} GB de {card} GB, já com {spare} % de folga</translation>
    </message>
    <message>
        <source>{engines} and {last}</source>
        <translation>{engines} e {last}</translation>
    </message>
    <message>
        <source>{setting} {origin} is overridden</source>
        <translation>{setting} {origin} deixa de valer</translation>
    </message>
    <message>
        <source>set in the window</source>
        <translation>definida na janela</translation>
    </message>
    <message>
        <source>command line {name}</source>
        <translation>linha de comando {name}</translation>
    </message>
    <message>
        <source>environment {name}</source>
        <translation>variável de ambiente {name}</translation>
    </message>
    <message>
        <source>{name}</source>
        <translation>{name}</translation>
    </message>
    <message>
        <source>on the command line</source>
        <translation>na linha de comando</translation>
    </message>
    <message>
        <source>in the environment</source>
        <translation>no ambiente</translation>
    </message>
    <message>
        <source>in {name}</source>
        <translation>em {name}</translation>
    </message>
    <message>
        <source>Choose another recording: 5 to 15 seconds of one clear voice works best.</source>
        <translation>Escolha outra gravação: de 5 a 15 segundos de uma só voz clara funcionam melhor.</translation>
    </message>
    <message>
        <source>Choose another folder, or another name.</source>
        <translation>Escolha outra pasta ou outro nome.</translation>
    </message>
    <message>
        <source>Try again: the engine is started anew by itself. If it happens again, the log folder says more.</source>
        <translation>Tente de novo: o motor é reiniciado sozinho. Se acontecer outra vez, a pasta de registros diz mais.</translation>
    </message>
    <message>
        <source>Repair the program: python3 packaging/bootstrap.py repair</source>
        <translation>Repare o programa: python3 packaging/bootstrap.py repair</translation>
    </message>
    <message>
        <source>Install the engine anew, so that the right build is chosen: python3 packaging/bootstrap.py engines install {engine}</source>
        <translation>Instale o motor de novo, para que a compilação certa seja escolhida: python3 packaging/bootstrap.py engines install {engine}</translation>
    </message>
    <message>
        <source>It needs {need_gb:.1f} GB; {free_gb:.1f} GB are free, {others_gb:.1f} GB are used by other programs.</source>
        <translation>Ele precisa de {need_gb:.1f} GB; {free_gb:.1f} GB estão livres e {others_gb:.1f} GB são usados por outros programas.</translation>
    </message>
    <message>
        <source>Connect or choose an output device. Exporting to a file works without one.</source>
        <translation>Conecte ou escolha um dispositivo de saída. Exportar para um arquivo funciona sem ele.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconhecido</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>não encontrado</translation>
    </message>
    <message>
        <source>no output device</source>
        <translation>nenhum dispositivo de saída</translation>
    </message>
    <message>
        <source>the system lists no output device</source>
        <translation>o sistema não lista nenhum dispositivo de saída</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>não respondeu a tempo</translation>
    </message>
    <message>
        <source>the system&apos;s sound does not work or refuses it</source>
        <translation>o som do sistema não funciona ou o recusa</translation>
    </message>
    <message>
        <source>another program uses it, or it was unplugged</source>
        <translation>outro programa o usa, ou foi desconectado</translation>
    </message>
    <message>
        <source>it is larger than 10 MB</source>
        <translation>é maior que 10 MB</translation>
    </message>
    <message>
        <source>it is neither JPEG nor PNG</source>
        <translation>não é JPEG nem PNG</translation>
    </message>
    <message>
        <source>ffmpeg cannot read it again</source>
        <translation>o ffmpeg não consegue lê-lo de volta</translation>
    </message>
    <message>
        <source>it is a file, not a folder of weights</source>
        <translation>é um arquivo, não uma pasta de pesos</translation>
    </message>
    <message>
        <source>it is no zip archive, or it was cut short</source>
        <translation>não é um arquivo zip, ou está incompleto</translation>
    </message>
    <message>
        <source>it is far larger than a voice</source>
        <translation>é muito maior do que uma voz</translation>
    </message>
    <message>
        <source>it holds far more parts than a voice has</source>
        <translation>tem muito mais partes do que uma voz</translation>
    </message>
    <message>
        <source>it holds bytes that belong to no part</source>
        <translation>tem bytes que não pertencem a nenhuma parte</translation>
    </message>
    <message>
        <source>it holds something that a voice does not have</source>
        <translation>tem algo que uma voz não tem</translation>
    </message>
    <message>
        <source>it holds a part twice</source>
        <translation>tem uma parte repetida</translation>
    </message>
    <message>
        <source>it holds a part that is packed, encrypted or a link</source>
        <translation>tem uma parte comprimida, cifrada ou que é um link</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>está danificado</translation>
    </message>
    <message>
        <source>it lacks a part</source>
        <translation>falta uma parte</translation>
    </message>
    <message>
        <source>its voice.toml cannot be understood</source>
        <translation>o voice.toml dele não pode ser entendido</translation>
    </message>
    <message>
        <source>it is no SQLite file</source>
        <translation>não é um arquivo SQLite</translation>
    </message>
    <message>
        <source>it does not say that it is a Sottovoce project</source>
        <translation>ele não diz que é um projeto do Sottovoce</translation>
    </message>
    <message>
        <source>it holds parts that a project does not have</source>
        <translation>contém partes que um projeto não tem</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>está vazio</translation>
    </message>
    <message>
        <source>it holds values that a project does not have</source>
        <translation>contém valores que um projeto não tem</translation>
    </message>
    <message>
        <source>a text in it is no text any more</source>
        <translation>um texto dentro dele não é mais texto</translation>
    </message>
    <message>
        <source>nothing of a project was found in it</source>
        <translation>nada de um projeto foi encontrado nele</translation>
    </message>
    <message>
        <source>the audio of a take cannot be read</source>
        <translation>não é possível ler o áudio de um take</translation>
    </message>
    <message>
        <source>another project of that name was left half written; open it first, or choose another name</source>
        <translation>outro projeto com esse nome ficou gravado pela metade; abra-o primeiro ou escolha outro nome</translation>
    </message>
    <message>
        <source>a recording that is not as long as it says</source>
        <translation>uma gravação que não dura o que diz</translation>
    </message>
    <message>
        <source>a recording that is no FLAC</source>
        <translation>uma gravação que não é FLAC</translation>
    </message>
    <message>
        <source>recordings that are far too long</source>
        <translation>gravações longas demais</translation>
    </message>
    <message>
        <source>it says nothing any more</source>
        <translation>não responde mais</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>a conexão caiu</translation>
    </message>
    <message>
        <source>it cannot be reached; the computer may be offline</source>
        <translation>não foi possível chegar até ele; o computador pode estar sem internet</translation>
    </message>
    <message>
        <source>it takes no connections</source>
        <translation>ele não aceita conexões</translation>
    </message>
    <message>
        <source>it sends the file compressed</source>
        <translation>envia o arquivo comprimido</translation>
    </message>
    <message>
        <source>it does not say which part of the file it sends</source>
        <translation>não diz que parte do arquivo está enviando</translation>
    </message>
    <message>
        <source>it sent another part of the file than was asked for</source>
        <translation>enviou outra parte do arquivo, e não a pedida</translation>
    </message>
    <message>
        <source>it has no such part of the file (416)</source>
        <translation>não tem essa parte do arquivo (416)</translation>
    </message>
    <message>
        <source>it is not there, or has another size</source>
        <translation>não está lá, ou tem outro tamanho</translation>
    </message>
    <message>
        <source>no microphone is connected</source>
        <translation>nenhum microfone está conectado</translation>
    </message>
    <message>
        <source>samples that are no numbers</source>
        <translation>amostras que não são números</translation>
    </message>
    <message>
        <source>truncated</source>
        <translation>incompleto</translation>
    </message>
    <message>
        <source>broken or incomplete</source>
        <translation>com defeito ou incompleto</translation>
    </message>
    <message>
        <source>Format not recognised</source>
        <translation>formato não reconhecido</translation>
    </message>
    <message>
        <source>its format needs ffmpeg, which is not installed</source>
        <translation>o formato precisa do FFmpeg, que não está instalado</translation>
    </message>
    <message>
        <source>it is no text</source>
        <translation>não é um texto</translation>
    </message>
    <message>
        <source>it is longer than any script</source>
        <translation>é mais longo do que qualquer roteiro</translation>
    </message>
    <message>
        <source>it is a folder or a device</source>
        <translation>é uma pasta ou um dispositivo</translation>
    </message>
    <message>
        <source>what lies beside it in the place of its journal is not a regular file</source>
        <translation>o que está ao lado dele, no lugar do diário de gravação, não é um arquivo comum</translation>
    </message>
    <message>
        <source>it is of a kind that is not read: save it as .docx or .txt</source>
        <translation>é de um tipo que não é lido: salve-o como .docx ou .txt</translation>
    </message>
    <message>
        <source>it is encrypted</source>
        <translation>está criptografado</translation>
    </message>
    <message>
        <source>it is protected against copying</source>
        <translation>está protegido contra cópia</translation>
    </message>
    <message>
        <source>it holds far more parts than a text has</source>
        <translation>tem muito mais partes do que um texto tem</translation>
    </message>
    <message>
        <source>unpacked it would be far larger than a text is</source>
        <translation>descompactado, seria muito maior do que um texto</translation>
    </message>
    <message>
        <source>it declares entities, as no text does</source>
        <translation>declara entidades, como nenhum texto faz</translation>
    </message>
    <message>
        <source>its XML cannot be understood</source>
        <translation>não é possível entender seu XML</translation>
    </message>
    <message>
        <source>its table cannot be understood</source>
        <translation>não é possível entender sua tabela</translation>
    </message>
    <message>
        <source>it is no SSML</source>
        <translation>não é SSML</translation>
    </message>
    <message>
        <source>it lacks its pages</source>
        <translation>faltam suas páginas</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>esse arquivo não existe</translation>
    </message>
    <message>
        <source>it is no folder</source>
        <translation>não é uma pasta</translation>
    </message>
    <message>
        <source>its name has no letters; give another</source>
        <translation>o nome não tem letras; dê outro</translation>
    </message>
    <message>
        <source>there are no files in it</source>
        <translation>não há arquivos nela</translation>
    </message>
    <message>
        <source>it is laid out as no engine&apos;s weights</source>
        <translation>a disposição dela não é a dos pesos de nenhum motor</translation>
    </message>
    <message>
        <source>it holds no weights</source>
        <translation>não contém pesos</translation>
    </message>
    <message>
        <source>it was changed while it was converted</source>
        <translation>foi alterado enquanto era convertido</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>o arquivo está vazio</translation>
    </message>
    <message>
        <source>the process ends before it does anything</source>
        <translation>o processo termina antes de fazer qualquer coisa</translation>
    </message>
    <message>
        <source>the job ended without an answer</source>
        <translation>o trabalho terminou sem resposta</translation>
    </message>
    <message>
        <source>the model was closed</source>
        <translation>o modelo foi fechado</translation>
    </message>
    <message>
        <source>There is nothing to speak.</source>
        <translation>Não há nada para falar.</translation>
    </message>
    <message>
        <source>The text is empty, or has only blanks and invisible characters.</source>
        <translation>O texto está vazio ou só tem espaços e caracteres invisíveis.</translation>
    </message>
    <message>
        <source>Write at least one word.</source>
        <translation>Escreva pelo menos uma palavra.</translation>
    </message>
    <message>
        <source>The text file {path} has nothing to speak.</source>
        <translation>O arquivo de texto {path} não tem nada para falar.</translation>
    </message>
    <message>
        <source>It is empty, or has only blanks and invisible characters.</source>
        <translation>Ele está vazio ou só tem espaços e caracteres invisíveis.</translation>
    </message>
    <message>
        <source>Write at least one word into it, or choose another file.</source>
        <translation>Escreva pelo menos uma palavra nele ou escolha outro arquivo.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; cannot speak this text: “{sample}”</source>
        <translation>O motor &quot;{engine}&quot; não consegue falar este texto: “{sample}”</translation>
    </message>
    <message>
        <source>It has no sound for any of its characters.</source>
        <translation>Ele não tem som para nenhum destes caracteres.</translation>
    </message>
    <message>
        <source>Write words in a language of the engine, or choose an engine that has the language.</source>
        <translation>Escreva palavras em um idioma do motor ou escolha um motor que tenha o idioma.</translation>
    </message>
    <message>
        <source>The file {path} was not taken in.</source>
        <translation>O arquivo {path} não foi importado.</translation>
    </message>
    <message>
        <source>Save it again in the program it was made with, or save its text as plain text and open that.</source>
        <translation>Salve-o de novo no programa em que foi feito, ou salve seu texto como texto simples e abra esse arquivo.</translation>
    </message>
    <message>
        <source>The text file {path} cannot be read.</source>
        <translation>O arquivo de texto {path} não pode ser lido.</translation>
    </message>
    <message>
        <source>The entry “{written}” of the pronunciation list cannot be used.</source>
        <translation>O item “{written}” da lista de pronúncias não pode ser usado.</translation>
    </message>
    <message>
        <source>It is no regular expression: {reason}.</source>
        <translation>Não é uma expressão regular: {reason}.</translation>
    </message>
    <message>
        <source>Mend it, or let it be a plain word.</source>
        <translation>Corrija-o, ou deixe-o como palavra simples.</translation>
    </message>
    <message>
        <source>The entry “{written}” of the pronunciation list takes too long.</source>
        <translation>O item “{written}” da lista de pronúncias demora demais.</translation>
    </message>
    <message>
        <source>A regular expression with repeats inside repeats can search for ever.</source>
        <translation>Uma expressão regular com repetições dentro de repetições pode procurar sem fim.</translation>
    </message>
    <message>
        <source>Make it simpler, or let it be a plain word.</source>
        <translation>Simplifique-a, ou deixe-a como palavra simples.</translation>
    </message>
    <message>
        <source>The recording could not be analysed.</source>
        <translation>Não foi possível analisar a gravação.</translation>
    </message>
    <message>
        <source>Reason: {reason}.</source>
        <translation>Motivo: {reason}.</translation>
    </message>
    <message>
        <source>Try again: the analysis starts anew by itself. If it happens again, the log folder says more.</source>
        <translation>Tente de novo: a análise recomeça sozinha. Se acontecer outra vez, a pasta de registros diz mais.</translation>
    </message>
    <message>
        <source>The words of the recording were not heard.</source>
        <translation>As palavras da gravação não foram reconhecidas.</translation>
    </message>
    <message>
        <source>The weights of the speech recognition are not in {path}.</source>
        <translation>Os pesos do reconhecimento de fala não estão em {path}.</translation>
    </message>
    <message>
        <source>Type what is said in the recording, or get the weights of the speech recognition.</source>
        <translation>Digite o que é dito na gravação, ou baixe os pesos do reconhecimento de fala.</translation>
    </message>
    <message>
        <source>The weights of the speech recognition cannot be used.</source>
        <translation>Não é possível usar os pesos do reconhecimento de fala.</translation>
    </message>
    <message>
        <source>Those in {path} do not load: {reason}</source>
        <translation>Os que estão em {path} não carregam: {reason}</translation>
    </message>
    <message>
        <source>Remove them and get them again, or type what is said in the recording.</source>
        <translation>Remova-os e baixe-os de novo, ou digite o que é dito na gravação.</translation>
    </message>
    <message>
        <source>Check the name, or save the text as plain text in UTF-8.</source>
        <translation>Confira o nome ou salve o texto como texto simples em UTF-8.</translation>
    </message>
    <message>
        <source>The reference {path} was not found.</source>
        <translation>A referência {path} não foi encontrada.</translation>
    </message>
    <message>
        <source>There is no file of that name.</source>
        <translation>Não existe arquivo com esse nome.</translation>
    </message>
    <message>
        <source>Check the name, or choose another recording.</source>
        <translation>Confira o nome ou escolha outra gravação.</translation>
    </message>
    <message>
        <source>The reference {path} is not a file.</source>
        <translation>A referência {path} não é um arquivo.</translation>
    </message>
    <message>
        <source>It is a folder or a device.</source>
        <translation>É uma pasta ou um dispositivo.</translation>
    </message>
    <message>
        <source>Choose an audio file in it.</source>
        <translation>Escolha um arquivo de áudio dentro dela.</translation>
    </message>
    <message>
        <source>The reference {path} is empty.</source>
        <translation>A referência {path} está vazia.</translation>
    </message>
    <message>
        <source>The file holds no audio at all.</source>
        <translation>O arquivo não contém nenhum áudio.</translation>
    </message>
    <message>
        <source>The reference {path} cannot be read.</source>
        <translation>A referência {path} não pode ser lida.</translation>
    </message>
    <message>
        <source>It is no audio file, or it is damaged: {reason}.</source>
        <translation>Não é um arquivo de áudio ou está danificado: {reason}.</translation>
    </message>
    <message>
        <source>Save it anew as WAV, FLAC, Ogg or MP3, or choose another recording.</source>
        <translation>Salve-a de novo como WAV, FLAC, Ogg ou MP3, ou escolha outra gravação.</translation>
    </message>
    <message>
        <source>The reference {path} is silent.</source>
        <translation>A referência {path} está em silêncio.</translation>
    </message>
    <message>
        <source>Its level is {level_dbfs:.0f} dBFS: nobody can be heard.</source>
        <translation>O nível dela é {level_dbfs:.0f} dBFS: não se ouve ninguém.</translation>
    </message>
    <message>
        <source>The reference {path} is too short.</source>
        <translation>A referência {path} é curta demais.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; needs a reference.</source>
        <translation>O motor &quot;{engine}&quot; precisa de uma referência.</translation>
    </message>
    <message>
        <source>It speaks in the voice of a recording and was given none.</source>
        <translation>Ele fala com a voz de uma gravação e não recebeu nenhuma.</translation>
    </message>
    <message>
        <source>Choose a recording of a voice (on the command line: --reference FILE).</source>
        <translation>Escolha uma gravação de uma voz (na linha de comando: --reference ARQUIVO).</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; needs the words of the reference.</source>
        <translation>O motor &quot;{engine}&quot; precisa das palavras da referência.</translation>
    </message>
    <message>
        <source>It cannot clone without knowing what is said in the recording.</source>
        <translation>Ele não pode clonar sem saber o que é dito na gravação.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; cannot use a reference.</source>
        <translation>O motor &quot;{engine}&quot; não pode usar uma referência.</translation>
    </message>
    <message>
        <source>It does not clone; it has voices of its own.</source>
        <translation>Ele não clona; tem vozes próprias.</translation>
    </message>
    <message>
        <source>Choose one of its voices, or an engine that clones.</source>
        <translation>Escolha uma das vozes dele ou um motor que clone.</translation>
    </message>
    <message>
        <source>There is no voice &quot;{voice}&quot;.</source>
        <translation>Não existe a voz &quot;{voice}&quot;.</translation>
    </message>
    <message>
        <source>The model brings these: {known}.</source>
        <translation>O modelo traz estas: {known}.</translation>
    </message>
    <message>
        <source>Choose one of these, or give a reference.</source>
        <translation>Escolha uma delas ou forneça uma referência.</translation>
    </message>
    <message>
        <source>Neither the voice library nor an engine has one of that name.</source>
        <translation>Nem a biblioteca de vozes nem um motor tem uma com esse nome.</translation>
    </message>
    <message>
        <source>Choose another voice; &quot;sottovoce voices list&quot; shows them all.</source>
        <translation>Escolha outra voz; &quot;sottovoce voices list&quot; mostra todas.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; cannot speak in the voice &quot;{voice}&quot;.</source>
        <translation>O motor &quot;{engine}&quot; não pode falar com a voz &quot;{voice}&quot;.</translation>
    </message>
    <message>
        <source>The voice belongs to another engine.</source>
        <translation>A voz pertence a outro motor.</translation>
    </message>
    <message>
        <source>Choose a voice of this engine, or the engine of this voice.</source>
        <translation>Escolha uma voz deste motor ou o motor desta voz.</translation>
    </message>
    <message>
        <source>Several voices are called &quot;{voice}&quot;.</source>
        <translation>Várias vozes se chamam &quot;{voice}&quot;.</translation>
    </message>
    <message>
        <source>Their ids: {candidates}.</source>
        <translation>Os ids delas: {candidates}.</translation>
    </message>
    <message>
        <source>Say which one by its id.</source>
        <translation>Diga qual delas pelo id.</translation>
    </message>
    <message>
        <source>The recording cannot be removed from &quot;{voice}&quot;.</source>
        <translation>A gravação não pode ser removida de &quot;{voice}&quot;.</translation>
    </message>
    <message>
        <source>It is the only one, and a voice keeps at least one.</source>
        <translation>É a única, e uma voz guarda pelo menos uma.</translation>
    </message>
    <message>
        <source>Add another recording first, or remove the whole voice.</source>
        <translation>Adicione outra gravação antes, ou remova a voz inteira.</translation>
    </message>
    <message>
        <source>The voice file {path} was refused; nothing was kept of it.</source>
        <translation>O arquivo de voz {path} foi recusado; nada dele foi guardado.</translation>
    </message>
    <message>
        <source>Ask whoever made it to export the voice once more.</source>
        <translation>Peça a quem o fez que exporte a voz de novo.</translation>
    </message>
    <message>
        <source>There is no engine &quot;{engine}&quot;.</source>
        <translation>Não existe o motor &quot;{engine}&quot;.</translation>
    </message>
    <message>
        <source>The weights &quot;{model}&quot; were not fetched.</source>
        <translation>Os pesos &quot;{model}&quot; não foram baixados.</translation>
    </message>
    <message>
        <source>There are no weights called &quot;{model}&quot;.</source>
        <translation>Não há pesos chamados &quot;{model}&quot;.</translation>
    </message>
    <message>
        <source>The program knows these: {known}.</source>
        <translation>O programa conhece estes: {known}.</translation>
    </message>
    <message>
        <source>Choose one of them; &quot;sottovoce models list&quot; shows all.</source>
        <translation>Escolha um deles; &quot;sottovoce models list&quot; mostra todos.</translation>
    </message>
    <message>
        <source>There are none on this computer yet.</source>
        <translation>Ainda não há nenhum neste computador.</translation>
    </message>
    <message>
        <source>Fetch some with &quot;sottovoce models get&quot;; &quot;models list&quot; shows all.</source>
        <translation>Baixe alguns com &quot;sottovoce models get&quot;; &quot;models list&quot; mostra todos.</translation>
    </message>
    <message>
        <source>The description of weights {path} cannot be used.</source>
        <translation>A descrição de pesos {path} não pode ser usada.</translation>
    </message>
    <message>
        <source>Mend the file, or delete it.</source>
        <translation>Corrija o arquivo, ou apague-o.</translation>
    </message>
    <message>
        <source>Their licence, {licence} ({summary}), was not accepted yet: {url}</source>
        <translation>A licença deles, {licence} ({summary}), ainda não foi aceita: {url}</translation>
    </message>
    <message>
        <source>Read it, and accept it if you agree (on the command line: --accept-licence).</source>
        <translation>Leia-a e aceite-a se concordar (na linha de comando: --accept-licence).</translation>
    </message>
    <message>
        <source>The disk has no room for the weights &quot;{model}&quot;.</source>
        <translation>O disco não tem espaço para os pesos &quot;{model}&quot;.</translation>
    </message>
    <message>
        <source>{path} needs {need_gb:.2f} GB more; {free_gb:.2f} GB are free.</source>
        <translation>{path} precisa de mais {need_gb:.2f} GB; há {free_gb:.2f} GB livres.</translation>
    </message>
    <message>
        <source>Free some room and try again: what has come is kept.</source>
        <translation>Libere espaço e tente de novo: o que já chegou fica guardado.</translation>
    </message>
    <message>
        <source>{source} did not give {file}: {reason}.</source>
        <translation>{source} não forneceu {file}: {reason}.</translation>
    </message>
    <message>
        <source>Check the internet connection and try again: it goes on where it stopped. Another server can be set (docs/weights.md).</source>
        <translation>Confira a conexão com a internet e tente de novo: continua de onde parou. Dá para usar outro servidor (docs/weights.md).</translation>
    </message>
    <message>
        <source>What {source} gave for {file} is another file, and was deleted: {found}, not {wanted}.</source>
        <translation>O que {source} forneceu como {file} é outro arquivo, e foi apagado: {found}, e não {wanted}.</translation>
    </message>
    <message>
        <source>Try again, or take another source: somebody may have changed the file.</source>
        <translation>Tente de novo, ou use outra fonte: alguém pode ter alterado o arquivo.</translation>
    </message>
    <message>
        <source>The weights &quot;{model}&quot; are damaged.</source>
        <translation>Os pesos &quot;{model}&quot; estão danificados.</translation>
    </message>
    <message>
        <source>In {path} these files are not as they should be: {files}.</source>
        <translation>Em {path} estes arquivos não são o que deveriam ser: {files}.</translation>
    </message>
    <message>
        <source>Fetch them again: only what is damaged is fetched.</source>
        <translation>Baixe-os de novo: só o que está danificado é baixado.</translation>
    </message>
    <message>
        <source>The weights &quot;{model}&quot; are being changed by another Sottovoce.</source>
        <translation>Os pesos &quot;{model}&quot; estão sendo alterados por outro Sottovoce.</translation>
    </message>
    <message>
        <source>It fetches, adds or removes them just now.</source>
        <translation>Ele os está baixando, adicionando ou removendo agora.</translation>
    </message>
    <message>
        <source>Wait until it is done, then try again.</source>
        <translation>Espere até que termine, depois tente de novo.</translation>
    </message>
    <message>
        <source>{path} cannot be added to your weights.</source>
        <translation>{path} não pode ser adicionada aos seus pesos.</translation>
    </message>
    <message>
        <source>Choose the folder that holds the weights and what belongs to them.</source>
        <translation>Escolha a pasta que contém os pesos e o que faz parte deles.</translation>
    </message>
    <message>
        <source>There are weights called &quot;{model}&quot; already.</source>
        <translation>Já existem pesos chamados &quot;{model}&quot;.</translation>
    </message>
    <message>
        <source>They lie in {path}.</source>
        <translation>Estão em {path}.</translation>
    </message>
    <message>
        <source>Give another name (on the command line: --name), or remove those.</source>
        <translation>Dê outro nome (na linha de comando: --name), ou remova aqueles.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; cannot be used.</source>
        <translation>O motor &quot;{engine}&quot; não pode ser usado.</translation>
    </message>
    <message>
        <source>It is not installed completely: {reason}.</source>
        <translation>Ele não está instalado por completo: {reason}.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; is not installed.</source>
        <translation>O motor &quot;{engine}&quot; não está instalado.</translation>
    </message>
    <message>
        <source>It has an environment of its own, which was not made yet.</source>
        <translation>Ele tem um ambiente próprio, que ainda não foi criado.</translation>
    </message>
    <message>
        <source>Install it: python3 packaging/bootstrap.py --engines {engine}</source>
        <translation>Instale-o: python3 packaging/bootstrap.py --engines {engine}</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; failed.</source>
        <translation>O motor &quot;{engine}&quot; falhou.</translation>
    </message>
    <message>
        <source>It said: {kind}: {reason}</source>
        <translation>Ele disse: {kind}: {reason}</translation>
    </message>
    <message>
        <source>Try again, or change the text a little; the log folder says more.</source>
        <translation>Tente de novo ou mude um pouco o texto; a pasta de registros diz mais.</translation>
    </message>
    <message>
        <source>The card failed while the engine &quot;{engine}&quot; used it.</source>
        <translation>A placa de vídeo falhou enquanto o motor &quot;{engine}&quot; a usava.</translation>
    </message>
    <message>
        <source>The driver said: {reason}</source>
        <translation>O driver informou: {reason}</translation>
    </message>
    <message>
        <source>Update the graphics driver, or restart the computer; the CPU works without the card (on the command line: --device cpu).</source>
        <translation>Atualize o driver de vídeo ou reinicie o computador; a CPU funciona sem a placa (na linha de comando: --device cpu).</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; ended unexpectedly.</source>
        <translation>O motor &quot;{engine}&quot; terminou inesperadamente.</translation>
    </message>
    <message>
        <source>Its process is gone: {reason}.</source>
        <translation>O processo dele acabou: {reason}.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; did not answer.</source>
        <translation>O motor &quot;{engine}&quot; não respondeu.</translation>
    </message>
    <message>
        <source>It gave no sign of life for {silence_s:.0f} s and was stopped.</source>
        <translation>Ele não deu sinal de vida por {silence_s:.0f} s e foi parado.</translation>
    </message>
    <message>
        <source>The engines of &quot;{environment}&quot; could not be started.</source>
        <translation>Os motores de &quot;{environment}&quot; não puderam ser iniciados.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; cannot run on &quot;{device}&quot;.</source>
        <translation>O motor &quot;{engine}&quot; não pode rodar em &quot;{device}&quot;.</translation>
    </message>
    <message>
        <source>There is no such device here, or the engine does not use it.</source>
        <translation>Esse dispositivo não existe aqui ou o motor não o usa.</translation>
    </message>
    <message>
        <source>Choose &quot;auto&quot; or &quot;cpu&quot;; &quot;sottovoce doctor&quot; shows what there is.</source>
        <translation>Escolha &quot;auto&quot; ou &quot;cpu&quot;; &quot;sottovoce doctor&quot; mostra o que há.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; gave no audio.</source>
        <translation>O motor &quot;{engine}&quot; não deu áudio.</translation>
    </message>
    <message>
        <source>It ended without an error, but without a sound.</source>
        <translation>Ele terminou sem erro, mas sem som.</translation>
    </message>
    <message>
        <source>Change the text or the seed, and try again.</source>
        <translation>Mude o texto ou a semente e tente de novo.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; gave silence.</source>
        <translation>O motor &quot;{engine}&quot; deu silêncio.</translation>
    </message>
    <message>
        <source>Every sample of the audio is zero.</source>
        <translation>Todas as amostras do áudio são zero.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; gave broken audio.</source>
        <translation>O motor &quot;{engine}&quot; deu um áudio defeituoso.</translation>
    </message>
    <message>
        <source>Some samples are no numbers; a computation went wrong.</source>
        <translation>Algumas amostras não são números; um cálculo deu errado.</translation>
    </message>
    <message>
        <source>Try again with another seed, or on the device &quot;cpu&quot;.</source>
        <translation>Tente de novo com outra semente ou no dispositivo &quot;cpu&quot;.</translation>
    </message>
    <message>
        <source>There is not enough memory for the engine &quot;{engine}&quot;.</source>
        <translation>Não há memória suficiente para o motor &quot;{engine}&quot;.</translation>
    </message>
    <message>
        <source>It needs about {need_gb:.1f} GB; {free_gb:.1f} GB are free.</source>
        <translation>Ele precisa de cerca de {need_gb:.1f} GB; {free_gb:.1f} GB estão livres.</translation>
    </message>
    <message>
        <source>Close other programs, turn Low VRAM on, or use the CPU (on the command line: --device cpu).</source>
        <translation>Feche outros programas, ligue Pouca VRAM ou use a CPU (na linha de comando: --device cpu).</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; has no parameter &quot;{name}&quot;.</source>
        <translation>O motor &quot;{engine}&quot; não tem o parâmetro &quot;{name}&quot;.</translation>
    </message>
    <message>
        <source>Its parameters are: {known}.</source>
        <translation>Os parâmetros dele são: {known}.</translation>
    </message>
    <message>
        <source>Leave it out, or choose one of these; &quot;sottovoce engines&quot; lists them.</source>
        <translation>Deixe-o de fora ou escolha um destes; &quot;sottovoce engines&quot; os lista.</translation>
    </message>
    <message>
        <source>It has no parameters at all.</source>
        <translation>Ele não tem nenhum parâmetro.</translation>
    </message>
    <message>
        <source>Leave it out, or choose another engine.</source>
        <translation>Deixe-o de fora ou escolha outro motor.</translation>
    </message>
    <message>
        <source>The value &quot;{value}&quot; of {name} is not allowed.</source>
        <translation>O valor &quot;{value}&quot; de {name} não é permitido.</translation>
    </message>
    <message>
        <source>It has to be a number from {minimum_text} to {maximum_text}.</source>
        <translation>Tem de ser um número de {minimum_text} a {maximum_text}.</translation>
    </message>
    <message>
        <source>Give a number in this range.</source>
        <translation>Dê um número nessa faixa.</translation>
    </message>
    <message>
        <source>It has to be a whole number from {minimum_text} to {maximum_text}.</source>
        <translation>Tem de ser um número inteiro de {minimum_text} a {maximum_text}.</translation>
    </message>
    <message>
        <source>Give a whole number in this range.</source>
        <translation>Dê um número inteiro nessa faixa.</translation>
    </message>
    <message>
        <source>The weights of the engine &quot;{engine}&quot; were not found.</source>
        <translation>Os pesos do motor &quot;{engine}&quot; não foram encontrados.</translation>
    </message>
    <message>
        <source>There is nothing at {path}.</source>
        <translation>Não há nada em {path}.</translation>
    </message>
    <message>
        <source>Check the folder, or download the weights again.</source>
        <translation>Confira a pasta ou baixe os pesos de novo.</translation>
    </message>
    <message>
        <source>The weights of the engine &quot;{engine}&quot; cannot be loaded.</source>
        <translation>Os pesos do motor &quot;{engine}&quot; não podem ser carregados.</translation>
    </message>
    <message>
        <source>{path} is damaged or of another kind: {reason}.</source>
        <translation>{path} está danificado ou é de outro tipo: {reason}.</translation>
    </message>
    <message>
        <source>Download the weights again, or choose another folder.</source>
        <translation>Baixe os pesos de novo ou escolha outra pasta.</translation>
    </message>
    <message>
        <source>No weights were found.</source>
        <translation>Nenhum peso foi encontrado.</translation>
    </message>
    <message>
        <source>The weights of the engine &quot;{engine}&quot; were not read.</source>
        <translation>Os pesos do motor &quot;{engine}&quot; não foram lidos.</translation>
    </message>
    <message>
        <source>{path} is a pickle, which may hold a program, and PyTorch {torch} cannot guard against that; {needed} or later can.</source>
        <translation>{path} é um pickle, que pode conter um programa, e o PyTorch {torch} não consegue se proteger disso; a versão {needed} ou mais nova consegue.</translation>
    </message>
    <message>
        <source>Where PyTorch is {needed} or later, here or on another computer, run &quot;sottovoce models convert {engine}&quot; (or give the folder), and use the files in safetensors that it makes; or let the setting torch_index take PyTorch&apos;s own index, and install the engine again.</source>
        <translation>Onde o PyTorch for {needed} ou mais novo, neste ou em outro computador, execute &quot;sottovoce models convert {engine}&quot; (ou informe a pasta) e use os arquivos em safetensors que ele cria; ou deixe a configuração torch_index usar o índice do próprio PyTorch e instale o motor de novo.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; takes no folder of weights.</source>
        <translation>O motor &quot;{engine}&quot; não aceita uma pasta de pesos.</translation>
    </message>
    <message>
        <source>Its weights come in its package.</source>
        <translation>Os pesos vêm no pacote dele.</translation>
    </message>
    <message>
        <source>Leave the folder out (on the command line: without --model).</source>
        <translation>Deixe a pasta de fora (na linha de comando: sem --model).</translation>
    </message>
    <message>
        <source>The engine&apos;s process sent something that makes no sense.</source>
        <translation>O processo do motor enviou algo que não faz sentido.</translation>
    </message>
    <message>
        <source>The engine&apos;s environment is of another version of the program.</source>
        <translation>O ambiente do motor é de outra versão do programa.</translation>
    </message>
    <message>
        <source>This program speaks wire version {ours}, the environment {theirs}.</source>
        <translation>Este programa usa a versão {ours} do protocolo; o ambiente, a {theirs}.</translation>
    </message>
    <message>
        <source>Connect a microphone, and let programs use it in the system&apos;s settings. A recording can be added from a file too.</source>
        <translation>Conecte um microfone e permita o uso dele nas configurações do sistema. Também dá para adicionar uma gravação de um arquivo.</translation>
    </message>
    <message>
        <source>The output device &quot;{device}&quot; is not there.</source>
        <translation>O dispositivo de saída &quot;{device}&quot; não está presente.</translation>
    </message>
    <message>
        <source>There is no device to play on.</source>
        <translation>Não há dispositivo para reproduzir o som.</translation>
    </message>
    <message>
        <source>The output device &quot;{device}&quot; is gone.</source>
        <translation>O dispositivo de saída &quot;{device}&quot; sumiu.</translation>
    </message>
    <message>
        <source>The output device is gone.</source>
        <translation>O dispositivo de saída sumiu.</translation>
    </message>
    <message>
        <source>The microphone &quot;{device}&quot; cannot be used.</source>
        <translation>Não é possível usar o microfone &quot;{device}&quot;.</translation>
    </message>
    <message>
        <source>There is no microphone to record from.</source>
        <translation>Não há microfone para gravar.</translation>
    </message>
    <message>
        <source>The microphone is gone.</source>
        <translation>O microfone sumiu.</translation>
    </message>
    <message>
        <source>It was unplugged or turned off while it recorded.</source>
        <translation>Ele foi desconectado ou desligado durante a gravação.</translation>
    </message>
    <message>
        <source>The first {kept_s:.1f} s are kept: use them, or connect it and record again.</source>
        <translation>Os primeiros {kept_s:.1f} s foram guardados: use-os, ou conecte o microfone e grave de novo.</translation>
    </message>
    <message>
        <source>It was unplugged or turned off while it played.</source>
        <translation>Ele foi desconectado ou desligado durante a reprodução.</translation>
    </message>
    <message>
        <source>It lasts {duration_s_text} s; the engine needs {minimum_s_text} s at least.</source>
        <translation>Ela dura {duration_s_text} s; o motor precisa de pelo menos {minimum_s_text} s.</translation>
    </message>
    <message>
        <source>Write down what is said in it, word for word (on the command line: --reference-text TEXT).</source>
        <translation>Escreva o que é dito nela, palavra por palavra (na linha de comando: --reference-text TEXTO).</translation>
    </message>
    <message>
        <source>Choose one of them; &quot;sottovoce engines&quot; says which can be used.</source>
        <translation>Escolha um deles; &quot;sottovoce engines&quot; diz quais podem ser usados.</translation>
    </message>
    <message>
        <source>There is no engine &quot;{engine}&quot;, which {origin} asks for.</source>
        <translation>Não existe o motor &quot;{engine}&quot;, pedido em {origin}.</translation>
    </message>
    <message>
        <source>Mend the line &quot;engine&quot; in {origin}, or name another (on the command line: --engine ID).</source>
        <translation>Corrija a linha &quot;engine&quot; em {origin} ou indique outro motor (na linha de comando: --engine ID).</translation>
    </message>
    <message>
        <source>GPU found, but this PyTorch build has no kernels for it: {detail}.</source>
        <translation>Há uma GPU, mas esta compilação do PyTorch não tem código para ela: {detail}.</translation>
    </message>
    <message>
        <source>GPU found, but a small computation on it failed: {detail}.</source>
        <translation>Há uma GPU, mas um pequeno cálculo nela falhou: {detail}.</translation>
    </message>
    <message>
        <source>Update the graphics driver or restart the computer, or choose the CPU (on the command line: --device cpu).</source>
        <translation>Atualize o driver de vídeo ou reinicie o computador, ou escolha a CPU (na linha de comando: --device cpu).</translation>
    </message>
    <message>
        <source>What it asked for is more than there is; {free_gb:.1f} GB are free.</source>
        <translation>Ele pediu mais do que existe; {free_gb:.1f} GB estão livres.</translation>
    </message>
    <message>
        <source>Close other programs, use the engine &quot;{alternative}&quot; ({alternative_gb:.1f} GB), or use the CPU (on the command line: --device cpu).</source>
        <translation>Feche outros programas, use o motor &quot;{alternative}&quot; ({alternative_gb:.1f} GB) ou use a CPU (na linha de comando: --device cpu).</translation>
    </message>
    <message>
        <source>Close other programs, use the engine &quot;{alternative}&quot; in half precision ({alternative_gb:.1f} GB), or use the CPU (on the command line: --device cpu).</source>
        <translation>Feche outros programas, use o motor &quot;{alternative}&quot; em meia precisão ({alternative_gb:.1f} GB) ou use a CPU (na linha de comando: --device cpu).</translation>
    </message>
    <message>
        <source>The output device &quot;{device}&quot; cannot play this audio.</source>
        <translation>O dispositivo de saída &quot;{device}&quot; não consegue reproduzir este áudio.</translation>
    </message>
    <message>
        <source>It does not take {sample_rate_hz} Hz.</source>
        <translation>Ele não aceita {sample_rate_hz} Hz.</translation>
    </message>
    <message>
        <source>The file cannot be saved: the folder {path} is not there.</source>
        <translation>O arquivo não pode ser salvo: a pasta {path} não existe.</translation>
    </message>
    <message>
        <source>There is no folder of that name.</source>
        <translation>Não existe pasta com esse nome.</translation>
    </message>
    <message>
        <source>Make the folder, or choose another one.</source>
        <translation>Crie a pasta ou escolha outra.</translation>
    </message>
    <message>
        <source>Nothing can be written into {path}.</source>
        <translation>Não é possível gravar em {path}.</translation>
    </message>
    <message>
        <source>The folder is read-only, or belongs to somebody else.</source>
        <translation>A pasta é somente leitura ou pertence a outra pessoa.</translation>
    </message>
    <message>
        <source>{path} is there already.</source>
        <translation>{path} já existe.</translation>
    </message>
    <message>
        <source>A file of that name exists and was not to be replaced.</source>
        <translation>Há um arquivo com esse nome que não devia ser substituído.</translation>
    </message>
    <message>
        <source>Choose another name, or delete the file first.</source>
        <translation>Escolha outro nome ou apague antes o arquivo.</translation>
    </message>
    <message>
        <source>The file {path} cannot be replaced.</source>
        <translation>O arquivo {path} não pode ser substituído.</translation>
    </message>
    <message>
        <source>Something of that name is there that is not a regular file.</source>
        <translation>Já existe algo com esse nome que não é um arquivo comum.</translation>
    </message>
    <message>
        <source>The disk is full: {path} was not saved.</source>
        <translation>O disco está cheio: {path} não foi salvo.</translation>
    </message>
    <message>
        <source>There was not enough room; nothing was left behind.</source>
        <translation>Não havia espaço suficiente; nada ficou pela metade.</translation>
    </message>
    <message>
        <source>Free some room, or choose another disk.</source>
        <translation>Libere espaço ou escolha outro disco.</translation>
    </message>
    <message>
        <source>The disk is full: {path} was not written to its end.</source>
        <translation>O disco está cheio: {path} não foi gravado até o fim.</translation>
    </message>
    <message>
        <source>There was not enough room; what was written is not complete.</source>
        <translation>Não havia espaço suficiente; o que foi gravado está incompleto.</translation>
    </message>
    <message>
        <source>Delete it, and free some room or choose another disk.</source>
        <translation>Apague-o e libere espaço ou escolha outro disco.</translation>
    </message>
    <message>
        <source>The file {path} could not be written.</source>
        <translation>O arquivo {path} não pôde ser gravado.</translation>
    </message>
    <message>
        <source>There is nothing to export.</source>
        <translation>Não há nada para exportar.</translation>
    </message>
    <message>
        <source>No line has been rendered yet.</source>
        <translation>Nenhuma linha foi gerada ainda.</translation>
    </message>
    <message>
        <source>Press Generate first.</source>
        <translation>Clique antes em Gerar.</translation>
    </message>
    <message>
        <source>Lines without audio yet: {missing} of {total}.</source>
        <translation>Linhas ainda sem áudio: {missing} de {total}.</translation>
    </message>
    <message>
        <source>Not rendered so far, or failed.</source>
        <translation>Ainda não geradas, ou com falha.</translation>
    </message>
    <message>
        <source>Press Generate first, or export the selected lines.</source>
        <translation>Clique antes em Gerar ou exporte as linhas selecionadas.</translation>
    </message>
    <message>
        <source>{origin} has a value that is not allowed: &quot;{value}&quot;.</source>
        <translation>{origin} tem um valor que não é permitido: &quot;{value}&quot;.</translation>
    </message>
    <message>
        <source>Allowed: {allowed}.</source>
        <translation>Permitido: {allowed}.</translation>
    </message>
    <message>
        <source>Set {origin} to one of these, or leave it unset.</source>
        <translation>Defina {origin} com um destes valores ou não o defina.</translation>
    </message>
    <message>
        <source>The settings file {path} cannot be understood.</source>
        <translation>O arquivo de configurações {path} não pode ser entendido.</translation>
    </message>
    <message>
        <source>Reason: {reason}. It was kept as {kept_as}.</source>
        <translation>Motivo: {reason}. Ele foi guardado como {kept_as}.</translation>
    </message>
    <message>
        <source>Your settings are back at their defaults; set them anew or mend the file.</source>
        <translation>Suas configurações voltaram ao padrão; defina-as de novo ou conserte o arquivo.</translation>
    </message>
    <message>
        <source>{what}</source>
        <translation>{what}</translation>
    </message>
    <message>
        <source>What to do: {remedy}</source>
        <translation>O que fazer: {remedy}</translation>
    </message>
    <message>
        <source>The command is not right.</source>
        <translation>O comando não está certo.</translation>
    </message>
    <message>
        <source>&quot;sottovoce --help&quot; shows what there is.</source>
        <translation>&quot;sottovoce --help&quot; mostra o que há.</translation>
    </message>
    <message>
        <source>Something went wrong in the program itself.</source>
        <translation>Algo deu errado no próprio programa.</translation>
    </message>
    <message>
        <source>{kind}: {reason}.</source>
        <translation>{kind}: {reason}.</translation>
    </message>
    <message>
        <source>Try again. If it happens again, the log folder says more.</source>
        <translation>Tente de novo. Se acontecer outra vez, a pasta de registros diz mais.</translation>
    </message>
    <message>
        <source>{count} control characters in the text were left out.</source>
        <translation>{count} caracteres de controle do texto foram deixados de fora.</translation>
    </message>
    <message>
        <source>The engine has no sound for {count} characters of the text and left them out: {sample}</source>
        <translation>O motor não tem som para {count} caracteres do texto e os deixou de fora: {sample}</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; does not speak &quot;{language}&quot;: it will sound wrong. Its languages: {languages}.</source>
        <translation>O motor &quot;{engine}&quot; não fala &quot;{language}&quot;: vai soar errado. Os idiomas dele: {languages}.</translation>
    </message>
    <message>
        <source>The language &quot;{language}&quot; is not written with such letters ({sample}): it will sound wrong. The languages of the engine &quot;{engine}&quot;: {languages}.</source>
        <translation>O idioma &quot;{language}&quot; não se escreve com essas letras ({sample}): vai soar errado. Idiomas do motor &quot;{engine}&quot;: {languages}.</translation>
    </message>
    <message>
        <source>The text has letters that English does not use ({sample}), and the engine &quot;{engine}&quot; speaks nothing else: it may sound wrong.</source>
        <translation>O texto tem letras que o inglês não usa ({sample}), e o motor &quot;{engine}&quot; só fala inglês: pode soar errado.</translation>
    </message>
    <message>
        <source>The speed {speed_text} in {origin} is beyond what the engine &quot;{engine}&quot; does; {used_text} is used.</source>
        <translation>A velocidade {speed_text} em {origin} está além do que o motor &quot;{engine}&quot; alcança; usa-se {used_text}.</translation>
    </message>
    <message>
        <source>Of the reference ({duration_s:.1f} s) only {start_s:.1f} s to {end_s:.1f} s are used.</source>
        <translation>Da referência ({duration_s:.1f} s) só se usa de {start_s:.1f} s a {end_s:.1f} s.</translation>
    </message>
    <message>
        <source>The reference was cut, and its last {words} words with it; the engine was told that it says: {kept}</source>
        <translation>A referência foi cortada, e com ela as suas últimas {words} palavras; ao motor foi dito que ela diz: {kept}</translation>
    </message>
    <message>
        <source>The speech reached the longest that the engine makes; its end may be missing: “{text}”</source>
        <translation>A fala chegou ao máximo que o motor faz; o fim pode estar faltando: “{text}”</translation>
    </message>
    <message>
        <source>GPU found, but this PyTorch build has no kernels for it: {detail}. Using the CPU. Install the engine anew, so that the right build is chosen: python3 packaging/bootstrap.py engines install {engine}</source>
        <translation>Há uma GPU, mas esta compilação do PyTorch não tem código para ela: {detail}. A CPU está em uso. Instale o motor de novo, para que a compilação certa seja escolhida: python3 packaging/bootstrap.py engines install {engine}</translation>
    </message>
    <message>
        <source>GPU found, but a small computation on it failed: {detail}. Using the CPU. Update the graphics driver, or restart the computer.</source>
        <translation>Há uma GPU, mas um pequeno cálculo nela falhou: {detail}. A CPU está em uso. Atualize o driver de vídeo ou reinicie o computador.</translation>
    </message>
    <message>
        <source>The card has no room for what the engine &quot;{engine}&quot; needs at its best ({need_gb:.1f} GB): the text was spoken in shorter parts.</source>
        <translation>A placa de vídeo não tem espaço para o que o motor &quot;{engine}&quot; precisa no seu melhor modo ({need_gb:.1f} GB): o texto foi falado em partes mais curtas.</translation>
    </message>
    <message>
        <source>The card has no room for what the engine &quot;{engine}&quot; needs at its best ({need_gb:.1f} GB): it spoke in half precision.</source>
        <translation>A placa de vídeo não tem espaço para o que o motor &quot;{engine}&quot; precisa no seu melhor modo ({need_gb:.1f} GB): ele falou em meia precisão.</translation>
    </message>
    <message>
        <source>The card has no room for what the engine &quot;{engine}&quot; needs at its best ({need_gb:.1f} GB): it spoke in half precision and in shorter parts.</source>
        <translation>A placa de vídeo não tem espaço para o que o motor &quot;{engine}&quot; precisa no seu melhor modo ({need_gb:.1f} GB): ele falou em meia precisão e em partes mais curtas.</translation>
    </message>
    <message>
        <source>The card ran out of memory while the engine &quot;{engine}&quot; spoke, perhaps because another program took some. What we held was freed, and it went on where it had stopped.</source>
        <translation>A memória da placa de vídeo acabou enquanto o motor &quot;{engine}&quot; falava, talvez porque outro programa tenha usado uma parte. O que ocupávamos foi liberado, e ele continuou de onde havia parado.</translation>
    </message>
    <message>
        <source>The card failed while the engine &quot;{engine}&quot; spoke. The engine was started anew and spoke once more.</source>
        <translation>A placa de vídeo falhou enquanto o motor &quot;{engine}&quot; falava. O motor foi reiniciado e falou mais uma vez.</translation>
    </message>
    <message>
        <source>The audio is very quiet: its peak is {peak_dbfs} dBFS.</source>
        <translation>O áudio está muito baixo: o pico é {peak_dbfs} dBFS.</translation>
    </message>
    <message>
        <source>The audio does not swing around zero (offset {offset}); it may click where it is joined.</source>
        <translation>O áudio não oscila em torno de zero (desvio {offset}); pode estalar nas emendas.</translation>
    </message>
    <message>
        <source>Line {line} was left out, the engine has no sound for it: “{sample}”</source>
        <translation>A linha {line} foi deixada de fora, o motor não tem som para ela: “{sample}”</translation>
    </message>
    <message>
        <source>{mark} at the start of line {line} is no voice that is known, and was read as text.</source>
        <translation>{mark} no começo da linha {line} não é uma voz conhecida e foi lido como texto.</translation>
    </message>
    <message>
        <source>Words between two pauses were left out, the engine has no sound for them: “{sample}”</source>
        <translation>Palavras entre duas pausas foram deixadas de fora, o motor não tem som para elas: “{sample}”</translation>
    </message>
    <message>
        <source>The reference has only {sample_rate_hz} Hz: the voice will sound dull. 24000 Hz or more is better.</source>
        <translation>A referência tem só {sample_rate_hz} Hz: a voz vai soar abafada. 24000 Hz ou mais é melhor.</translation>
    </message>
    <message>
        <source>To make room on the card for the engine &quot;{engine}&quot;, these left it: {engines}.</source>
        <translation>Para abrir espaço na placa para o motor &quot;{engine}&quot;, saíram dela: {engines}.</translation>
    </message>
    <message>
        <source>The engine &quot;{engine}&quot; was released, and {leaked_mb_text} MB stayed behind (held by: {holders}). Restarting the program frees it; please report this.</source>
        <translation>O motor &quot;{engine}&quot; foi liberado, mas {leaked_mb_text} MB ficaram para trás (retidos por: {holders}). Reiniciar o programa libera essa memória; por favor, relate o problema.</translation>
    </message>
    <message>
        <source>The audio is too loud in places and clips.</source>
        <translation>O áudio está alto demais em alguns pontos e distorce.</translation>
    </message>
    <message>
        <source>The settings file {path} cannot be understood ({reason}). It was kept as {kept_as}; the defaults are in force.</source>
        <translation>O arquivo de configurações {path} não pode ser entendido ({reason}). Ele foi guardado como {kept_as}; valem os padrões.</translation>
    </message>
    <message>
        <source>The settings file {path} cannot be read ({reason}); the defaults are in force.</source>
        <translation>O arquivo de configurações {path} não pode ser lido ({reason}); valem os padrões.</translation>
    </message>
    <message>
        <source>The setting {key} in {path} has a value that is not allowed, &quot;{value}&quot;; the default is in force. Allowed: {allowed}.</source>
        <translation>A configuração {key} em {path} tem um valor que não é permitido, &quot;{value}&quot;; vale o padrão. Permitido: {allowed}.</translation>
    </message>
    <message>
        <source>The settings could not be saved to {path}: {reason}. They last until the program ends.</source>
        <translation>As configurações não puderam ser salvas em {path}: {reason}. Elas valem até o programa terminar.</translation>
    </message>
    <message>
        <source>No log is written: {path}: {reason}.</source>
        <translation>Nenhum registro é gravado: {path}: {reason}.</translation>
    </message>
    <message>
        <source>The last session {path} cannot be read. It was kept as {kept_as}.</source>
        <translation>A última sessão {path} não pode ser lida. Ela foi guardada como {kept_as}.</translation>
    </message>
    <message>
        <source>Nothing can be made or changed in a project that is only for reading. Save a copy to go on in that.</source>
        <translation>Não é possível gerar nem mudar nada em um projeto somente leitura. Salve uma cópia para continuar nela.</translation>
    </message>
    <message>
        <source>Takes of the last session that cannot be read: {count}. Their lines are to do again.</source>
        <translation>Takes da última sessão que não podem ser lidos: {count}. As linhas deles estão por gerar.</translation>
    </message>
    <message>
        <source>The engine host {environment} has ended while it was idle: {reason}. It starts again when needed.</source>
        <translation>O processo do motor {environment} terminou enquanto estava ocioso: {reason}. Ele será iniciado de novo quando for necessário.</translation>
    </message>
    <message>
        <source>Sottovoce is open already: this window has an untitled project of its own.</source>
        <translation>O Sottovoce já está aberto: esta janela tem um projeto sem título próprio.</translation>
    </message>
    <message>
        <source>{name} is not in UTF-8; it was read as {encoding}. Check its accents.</source>
        <translation>{name} não está em UTF-8; foi lido como {encoding}. Confira os acentos.</translation>
    </message>
    <message>
        <source>Lines name their voices in brackets: {names}. A name that no voice here has is spoken like text.</source>
        <translation>As linhas dizem suas vozes entre colchetes: {names}. Um nome que nenhuma voz daqui tem é falado como texto.</translation>
    </message>
    <message>
        <source>Subtitles read: {count}. Their times stand before the lines as comments, which are not spoken.</source>
        <translation>Legendas lidas: {count}. Os tempos estão antes das linhas, como comentários, que não são falados.</translation>
    </message>
    <message>
        <source>Tracked changes in the document: {count}. It was read as if all were accepted.</source>
        <translation>Alterações controladas no documento: {count}. Ele foi lido como se todas tivessem sido aceitas.</translation>
    </message>
    <message>
        <source>Pages that the e-book names and lacks: {count}. The others were read.</source>
        <translation>Páginas que o e-book cita e não tem: {count}. As outras foram lidas.</translation>
    </message>
    <message>
        <source>Columns of the table that are neither text nor voice nor language were left out: {count}.</source>
        <translation>Colunas da tabela que não são texto, voz nem idioma foram deixadas de fora: {count}.</translation>
    </message>
    <message>
        <source>The untitled project {path} cannot be read. It was kept as {kept_as}; what can be read of it can be rescued into a new file (on the command line: sottovoce project rescue).</source>
        <translation>O projeto sem título {path} não pode ser lido. Ele foi guardado como {kept_as}; o que pode ser lido dele pode ser resgatado em um novo arquivo (na linha de comando: sottovoce project rescue).</translation>
    </message>
    <message>
        <source>SSML that has no counterpart here was left out, its words were kept: {names}.</source>
        <translation>SSML sem equivalente aqui foi deixado de fora, e suas palavras ficaram: {names}.</translation>
    </message>
    <message>
        <source>Footnotes and endnotes were left out: {count}.</source>
        <translation>Notas de rodapé e de fim foram deixadas de fora: {count}.</translation>
    </message>
    <message>
        <source>Parts of the e-book that stand outside its text, such as the cover, were left out: {count}.</source>
        <translation>Partes do e-book que ficam fora do texto, como a capa, foram deixadas de fora: {count}.</translation>
    </message>
    <message>
        <source>{name} beside the recording cannot be its words: it is empty, too long, or no text.</source>
        <translation>{name}, ao lado da gravação, não pode ser as palavras dela: está vazio, é longo demais ou não é texto.</translation>
    </message>
    <message>
        <source>The best part of the recording is used: {start_s:.1f} s to {end_s:.1f} s of {duration_s:.1f} s.</source>
        <translation>A melhor parte da gravação é usada: de {start_s:.1f} s a {end_s:.1f} s de {duration_s:.1f} s.</translation>
    </message>
    <message>
        <source>{name} could not be analysed and is used as it is; the log folder says more.</source>
        <translation>Não foi possível analisar {name}, que é usado como está; a pasta de registros diz mais.</translation>
    </message>
    <message>
        <source>Type what is said in {name}: the weights of the speech recognition are not here to hear it.</source>
        <translation>Digite o que é dito em {name}: os pesos do reconhecimento de fala não estão aqui para ouvi-lo.</translation>
    </message>
    <message>
        <source>The weights of the speech recognition in {path} do not load. Remove them and get them again.</source>
        <translation>Os pesos do reconhecimento de fala em {path} não carregam. Remova-os e baixe-os de novo.</translation>
    </message>
    <message>
        <source>What is said in {name} is not known: an engine that needs its words, such as F5-TTS, cannot clone it yet.</source>
        <translation>Não se sabe o que é dito em {name}: um motor que precisa das palavras, como o F5-TTS, ainda não consegue cloná-la.</translation>
    </message>
    <message>
        <source>{name} was archived. “Archived” below the voices shows it again.</source>
        <translation>{name} foi arquivada. “Arquivadas”, abaixo das vozes, mostra-a de novo.</translation>
    </message>
    <message>
        <source>{name} was written to {path}.</source>
        <translation>{name} foi gravada em {path}.</translation>
    </message>
    <message>
        <source>This voice is here already, as {name}.</source>
        <translation>Esta voz já está aqui, como {name}.</translation>
    </message>
    <message>
        <source>{name} has one recording more.</source>
        <translation>{name} tem mais uma gravação.</translation>
    </message>
    <message>
        <source>{name} was added to the voices.</source>
        <translation>{name} foi adicionada às vozes.</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>permissão negada</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>operação não permitida</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>arquivo ou pasta inexistente</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>o arquivo já existe</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>é uma pasta</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>não é uma pasta</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>a pasta não está vazia</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>não há mais espaço no disco</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>o sistema de arquivos é somente para leitura</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>o arquivo é grande demais</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>o nome do arquivo é longo demais</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>erro de leitura ou gravação</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>o dispositivo ou recurso está ocupado</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>dispositivo inexistente</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>não há memória suficiente</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>há arquivos abertos demais</translation>
    </message>
    <message>
        <source>Broken pipe</source>
        <translation>a conexão com o processo se rompeu</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>há links simbólicos demais</translation>
    </message>
    <message>
        <source>Exec format error</source>
        <translation>o formato do programa não serve neste sistema</translation>
    </message>
    <message>
        <source>killed by signal {signal}</source>
        <translation>encerrado pelo sinal {signal}</translation>
    </message>
    <message>
        <source>exit code {code}</source>
        <translation>código de saída {code}</translation>
    </message>
    <message>
        <source>no hello within {seconds} s</source>
        <translation>sem resposta inicial em {seconds} s</translation>
    </message>
    <message>
        <source>still running</source>
        <translation>ainda em execução</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>simulated GPU</source>
        <translation>GPU simulada</translation>
    </message>
    <message>
        <source>Fits on the {card}</source>
        <translation>Cabe na {card}</translation>
    </message>
    <message>
        <source>Fits on the {card} in half precision</source>
        <translation>Cabe na {card} em meia precisão</translation>
    </message>
    <message>
        <source>Fits on the {card} in shorter parts</source>
        <translation>Cabe na {card} em partes mais curtas</translation>
    </message>
    <message>
        <source>Fits on the {card} in half precision and in shorter parts</source>
        <translation>Cabe na {card} em meia precisão e em partes mais curtas</translation>
    </message>
    <message>
        <source>{head}: needs {need} of {room} GB free</source>
        <translation>{head}: precisa de {need} de {room} GB livres</translation>
    </message>
    <message>
        <source>{head}, in place of {engines}: needs {need} of {room} GB</source>
        <translation>{head}, no lugar de {engines}: precisa de {need} de {room} GB</translation>
    </message>
    <message>
        <source>Does not fit on the {card}: needs {need} GB, {room} GB free.</source>
        <translation>Não cabe na {card}: precisa de {need} GB, {room} GB livres.</translation>
    </message>
    <message>
        <source>Does not fit on the {card}: needs {need} GB, {room} GB free, {others} GB used by other programs.</source>
        <translation>Não cabe na {card}: precisa de {need} GB, {room} GB livres, {others} GB usados por outros programas.</translation>
    </message>
    <message>
        <source>Close some of them.</source>
        <translation>Feche alguns deles.</translation>
    </message>
    <message>
        <source>{engine} would fit ({size} GB).</source>
        <translation>{engine} caberia ({size} GB).</translation>
    </message>
    <message>
        <source>{engine} would fit in half precision ({size} GB).</source>
        <translation>{engine} caberia em meia precisão ({size} GB).</translation>
    </message>
    <message>
        <source>On the CPU</source>
        <translation>Na CPU</translation>
    </message>
    <message>
        <source>On the CPU, as you chose</source>
        <translation>Na CPU, como você escolheu</translation>
    </message>
    <message>
        <source>On the CPU, since the GPU cannot be used</source>
        <translation>Na CPU, porque a GPU não pode ser usada</translation>
    </message>
    <message>
        <source>{head}, where memory is short: needs {need} of {room} GB free</source>
        <translation>{head}, onde falta memória: precisa de {need} de {room} GB livres</translation>
    </message>
    <message>
        <source>{what} · about {time}</source>
        <translation>{what} · cerca de {time}</translation>
    </message>
    <message>
        <source>{what} · less than {seconds} s</source>
        <translation>{what} · menos de {seconds} s</translation>
    </message>
    <message>
        <source>Record it again in a quiet room with curtains and cushions, a hand&apos;s width from the microphone.</source>
        <translation>Grave de novo em um cômodo silencioso, com cortinas e almofadas, a um palmo do microfone.</translation>
    </message>
    <message>
        <source>Read on: 6 to 12 seconds without a long pause are best.</source>
        <translation>Leia mais: de 6 a 12 segundos sem uma pausa longa é o melhor.</translation>
    </message>
    <message>
        <source>Turn the recording level down, or move back a little, and record again.</source>
        <translation>Abaixe o nível de gravação, ou afaste-se um pouco, e grave de novo.</translation>
    </message>
    <message>
        <source>Turn the recording level up, or come closer, and record again.</source>
        <translation>Aumente o nível de gravação, ou chegue mais perto, e grave de novo.</translation>
    </message>
    <message>
        <source>Use the original recording, not one from a telephone call or a voice message.</source>
        <translation>Use a gravação original, não a de um telefonema ou de uma mensagem de voz.</translation>
    </message>
    <message>
        <source>Choose a part without music, or a recording of the voice alone.</source>
        <translation>Escolha um trecho sem música, ou uma gravação só da voz.</translation>
    </message>
    <message>
        <source>Choose a part in which only the voice that you want is heard.</source>
        <translation>Escolha um trecho em que só se ouça a voz que você quer.</translation>
    </message>
    <message>
        <source>Choose a recording in which one person speaks clearly.</source>
        <translation>Escolha uma gravação em que uma pessoa fale com clareza.</translation>
    </message>
    <message>
        <source>Correct it to exactly what is said in the part that is used.</source>
        <translation>Corrija para exatamente o que é dito no trecho usado.</translation>
    </message>
    <message>
        <source>Its length is right: {value} s.</source>
        <translation>A duração está boa: {value} s.</translation>
    </message>
    <message>
        <source>It is short: {value} s. XTTS likes 6 s and more.</source>
        <translation>É curta: {value} s. O XTTS prefere 6 s ou mais.</translation>
    </message>
    <message>
        <source>It is too short to know a voice by: {value} s.</source>
        <translation>É curta demais para conhecer uma voz: {value} s.</translation>
    </message>
    <message>
        <source>Its peaks are whole.</source>
        <translation>Os picos estão inteiros.</translation>
    </message>
    <message>
        <source>It was recorded too loud: {value} % of it are cut off, which crackles.</source>
        <translation>Foi gravada alto demais: {value} % dela estão cortados, o que estala.</translation>
    </message>
    <message>
        <source>It was recorded far too loud: {value} % of it are cut off.</source>
        <translation>Foi gravada muito alto demais: {value} % dela estão cortados.</translation>
    </message>
    <message>
        <source>It is quiet behind the voice ({value} dB below it).</source>
        <translation>Há silêncio atrás da voz ({value} dB abaixo dela).</translation>
    </message>
    <message>
        <source>There is noise behind the voice, only {value} dB below it.</source>
        <translation>Há ruído atrás da voz, só {value} dB abaixo dela.</translation>
    </message>
    <message>
        <source>The noise is nearly as loud as the voice ({value} dB below it).</source>
        <translation>O ruído é quase tão alto quanto a voz ({value} dB abaixo dela).</translation>
    </message>
    <message>
        <source>The room is hardly heard ({value} s).</source>
        <translation>Quase não se ouve o cômodo ({value} s).</translation>
    </message>
    <message>
        <source>The room is heard: it rings for {value} s, and the new voice will too.</source>
        <translation>Ouve-se o cômodo: ele ressoa por {value} s, e a nova voz também vai ressoar.</translation>
    </message>
    <message>
        <source>It sounds like a hall: it rings for {value} s.</source>
        <translation>Parece um salão: ressoa por {value} s.</translation>
    </message>
    <message>
        <source>The voice is bright, up to {value} Hz.</source>
        <translation>A voz é clara, até {value} Hz.</translation>
    </message>
    <message>
        <source>It is dull, as from a telephone: above {value} Hz no voice is heard.</source>
        <translation>É abafada, como de telefone: acima de {value} Hz não se ouve voz.</translation>
    </message>
    <message>
        <source>It is very dull: above {value} Hz no voice is heard.</source>
        <translation>É muito abafada: acima de {value} Hz não se ouve voz.</translation>
    </message>
    <message>
        <source>No music is heard.</source>
        <translation>Não se ouve música.</translation>
    </message>
    <message>
        <source>Music or a tone is heard, only {value} dB below the voice.</source>
        <translation>Ouve-se música ou um tom, só {value} dB abaixo da voz.</translation>
    </message>
    <message>
        <source>Music or a tone is as loud as the voice.</source>
        <translation>A música, ou um tom, é tão alta quanto a voz.</translation>
    </message>
    <message>
        <source>One voice is heard.</source>
        <translation>Ouve-se uma voz.</translation>
    </message>
    <message>
        <source>More than one voice seems to be heard: the new voice would be a mixture.</source>
        <translation>Parece haver mais de uma voz: a nova voz seria uma mistura.</translation>
    </message>
    <message>
        <source>More than one voice seems to be heard in the recording; the part that is used has one.</source>
        <translation>Parece haver mais de uma voz na gravação; o trecho usado tem uma.</translation>
    </message>
    <message>
        <source>Listen to it: is it the voice that you want? If not, choose another part.</source>
        <translation>Ouça o trecho: é a voz que você quer? Se não for, escolha outro.</translation>
    </message>
    <message>
        <source>Somebody speaks for {value} s.</source>
        <translation>Alguém fala por {value} s.</translation>
    </message>
    <message>
        <source>Somebody speaks for {value} s only.</source>
        <translation>Alguém fala por apenas {value} s.</translation>
    </message>
    <message>
        <source>Nobody seems to speak in it.</source>
        <translation>Parece que ninguém fala nela.</translation>
    </message>
    <message>
        <source>Its loudness is right ({value} LUFS).</source>
        <translation>O volume está bom ({value} LUFS).</translation>
    </message>
    <message>
        <source>It was recorded very softly ({value} LUFS): its noise grows with it.</source>
        <translation>Foi gravada muito baixo ({value} LUFS): o ruído cresce junto com a voz.</translation>
    </message>
    <message>
        <source>It was recorded so softly ({value} LUFS) that little of it is left.</source>
        <translation>Foi gravada tão baixo ({value} LUFS) que resta pouco dela.</translation>
    </message>
    <message>
        <source>The words are as long as the sound.</source>
        <translation>As palavras combinam com a duração do som.</translation>
    </message>
    <message>
        <source>There are more words than are spoken: they would leak into the speech.</source>
        <translation>Há mais palavras do que as faladas: elas vazariam para a fala.</translation>
    </message>
    <message>
        <source>There are fewer words than are spoken.</source>
        <translation>Há menos palavras do que as faladas.</translation>
    </message>
    <message>
        <source>What is said in it is not known.</source>
        <translation>Não se sabe o que é dito nela.</translation>
    </message>
    <message>
        <source>Write down what is said in it, word for word: F5-TTS needs it.</source>
        <translation>Escreva o que é dito nela, palavra por palavra: o F5-TTS precisa disso.</translation>
    </message>
    <message>
        <source>This cannot be told, because no voice is heard.</source>
        <translation>Não dá para saber, porque não se ouve voz.</translation>
    </message>
    <message>
        <source>Good reference</source>
        <translation>Boa referência</translation>
    </message>
    <message>
        <source>Usable, could be better</source>
        <translation>Serve, com ressalvas</translation>
    </message>
    <message>
        <source>Bad reference</source>
        <translation>Referência ruim</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Duração</translation>
    </message>
    <message>
        <source>Clipping</source>
        <translation>Distorção</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Ruído</translation>
    </message>
    <message>
        <source>Reverberation</source>
        <translation>Reverberação</translation>
    </message>
    <message>
        <source>Bandwidth</source>
        <translation>Faixa de som</translation>
    </message>
    <message>
        <source>Music</source>
        <translation>Música</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Falantes</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Fala</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Palavras</translation>
    </message>
    <message>
        <source>The name {name} does not say what kind of file it shall be.</source>
        <translation>O nome {name} não diz que tipo de arquivo deve ser.</translation>
    </message>
    <message>
        <source>The end of the name decides, such as .wav or .mp3.</source>
        <translation>O final do nome decide, como .wav ou .mp3.</translation>
    </message>
    <message>
        <source>End it in .wav, .flac, .mp3, .opus, .m4a or .m4b, or choose a format.</source>
        <translation>Termine-o em .wav, .flac, .mp3, .opus, .m4a ou .m4b, ou escolha um formato.</translation>
    </message>
    <message>
        <source>The name {name} and the format {format} do not go together.</source>
        <translation>O nome {name} e o formato {format} não combinam.</translation>
    </message>
    <message>
        <source>The end of the name says another kind of file.</source>
        <translation>O final do nome indica outro tipo de arquivo.</translation>
    </message>
    <message>
        <source>Change the end of the name, or leave the format out.</source>
        <translation>Mude o final do nome ou deixe o formato de fora.</translation>
    </message>
    <message>
        <source>The pattern for names cannot be used: {template}</source>
        <translation>O modelo de nomes não pode ser usado: {template}</translation>
    </message>
    <message>
        <source>Use words, and in braces: title, number, line, chapter, voice, text.</source>
        <translation>Use palavras e, entre chaves: title, number, line, chapter, voice, text.</translation>
    </message>
    <message>
        <source>Files of the kind {format} need the program ffmpeg, which was not found.</source>
        <translation>Arquivos do tipo {format} precisam do programa ffmpeg, que não foi encontrado.</translation>
    </message>
    <message>
        <source>Sottovoce does not bring it along; it is looked for on the search path.</source>
        <translation>O Sottovoce não o traz consigo; ele é procurado no caminho de busca do sistema.</translation>
    </message>
    <message>
        <source>Install ffmpeg, or choose MP3, FLAC, Opus or WAV.</source>
        <translation>Instale o ffmpeg ou escolha MP3, FLAC, Opus ou WAV.</translation>
    </message>
    <message>
        <source>The {format} file could not be made.</source>
        <translation>Não foi possível criar o arquivo {format}.</translation>
    </message>
    <message>
        <source>What makes it said: {reason}</source>
        <translation>O programa que o cria informou: {reason}</translation>
    </message>
    <message>
        <source>Try again, or choose another format.</source>
        <translation>Tente de novo ou escolha outro formato.</translation>
    </message>
    <message>
        <source>The picture {path} cannot be the cover.</source>
        <translation>A imagem {path} não pode ser a capa.</translation>
    </message>
    <message>
        <source>Choose a JPEG or PNG picture of at most 10 MB.</source>
        <translation>Escolha uma imagem JPEG ou PNG de até 10 MB.</translation>
    </message>
    <message>
        <source>There is no project {path}.</source>
        <translation>O projeto {path} não existe.</translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted, or its drive is not connected.</source>
        <translation>Ele foi movido, renomeado ou excluído, ou a unidade em que está não está conectada.</translation>
    </message>
    <message>
        <source>Look for it where it was put, and open it from there.</source>
        <translation>Procure-o onde foi guardado e abra-o a partir de lá.</translation>
    </message>
    <message>
        <source>The project {path} cannot be read.</source>
        <translation>Não é possível ler o projeto {path}.</translation>
    </message>
    <message>
        <source>Try again; if it stays so, copy the file to another folder or disk.</source>
        <translation>Tente de novo; se continuar assim, copie o arquivo para outra pasta ou outro disco.</translation>
    </message>
    <message>
        <source>{path} is not opened: it is no Sottovoce project.</source>
        <translation>{path} não foi aberto: não é um projeto do Sottovoce.</translation>
    </message>
    <message>
        <source>Open a file that ends in .sottovoce and was made by this program.</source>
        <translation>Abra um arquivo que termine em .sottovoce e que tenha sido criado por este programa.</translation>
    </message>
    <message>
        <source>The project {path} is damaged.</source>
        <translation>O projeto {path} está danificado.</translation>
    </message>
    <message>
        <source>Found: {reason}.</source>
        <translation>Encontrado: {reason}.</translation>
    </message>
    <message>
        <source>Rescue what can be read into a new file (on the command line: sottovoce project rescue).</source>
        <translation>Resgate em um novo arquivo o que pode ser lido (na linha de comando: sottovoce project rescue).</translation>
    </message>
    <message>
        <source>The project {path} cannot be read by this version.</source>
        <translation>Esta versão não consegue ler o projeto {path}.</translation>
    </message>
    <message>
        <source>It has form {version}; this program knows forms up to {known}.</source>
        <translation>Ele está no formato {version}; este programa conhece formatos até o {known}.</translation>
    </message>
    <message>
        <source>Install the newest Sottovoce, then open it.</source>
        <translation>Instale o Sottovoce mais recente e abra-o em seguida.</translation>
    </message>
    <message>
        <source>A project cannot take weights from {model}.</source>
        <translation>Um projeto não pode tomar pesos de {model}.</translation>
    </message>
    <message>
        <source>A project may come from anywhere; it names only weights that were added here, by their name.</source>
        <translation>Um projeto pode vir de qualquer lugar; ele só indica pesos que foram adicionados aqui, pelo nome.</translation>
    </message>
    <message>
        <source>Add the folder (&quot;sottovoce models add FOLDER&quot;) and use its name, or name the folder yourself (on the command line: --model FOLDER).</source>
        <translation>Adicione a pasta (&quot;sottovoce models add PASTA&quot;) e use o nome dela, ou indique você mesmo a pasta (na linha de comando: --model PASTA).</translation>
    </message>
    <message>
        <source>The project {path} is open for reading only.</source>
        <translation>O projeto {path} está aberto somente para leitura.</translation>
    </message>
    <message>
        <source>Nothing can be changed in it.</source>
        <translation>Nada pode ser alterado nele.</translation>
    </message>
    <message>
        <source>Save it under another name, and go on there.</source>
        <translation>Salve-o com outro nome e continue nesse arquivo.</translation>
    </message>
    <message>
        <source>The project {path} is in use.</source>
        <translation>O projeto {path} está em uso.</translation>
    </message>
    <message>
        <source>Another program writes to it: {owner}.</source>
        <translation>Outro programa está gravando nele: {owner}.</translation>
    </message>
    <message>
        <source>Close it there, or use a copy under another name.</source>
        <translation>Feche-o lá ou use uma cópia com outro nome.</translation>
    </message>
    <message>
        <source>The project {path} is locked by another program.</source>
        <translation>O projeto {path} está bloqueado por outro programa.</translation>
    </message>
    <message>
        <source>A program that synchronises folders, makes backups or looks for viruses may hold it; some network drives have no locks at all.</source>
        <translation>Um programa que sincroniza pastas, faz cópias de segurança ou procura vírus pode estar com ele; algumas unidades de rede não têm bloqueio nenhum.</translation>
    </message>
    <message>
        <source>Try again in a moment; if it stays so, keep it on a disk of this computer.</source>
        <translation>Tente de novo daqui a pouco; se continuar assim, guarde-o em um disco deste computador.</translation>
    </message>
    <message>
        <source>Another program has changed the project {path}.</source>
        <translation>Outro programa alterou o projeto {path}.</translation>
    </message>
    <message>
        <source>It was written into while it was open here, such as by a program that synchronises folders.</source>
        <translation>O arquivo foi modificado enquanto estava aberto aqui, por exemplo por um programa que sincroniza pastas.</translation>
    </message>
    <message>
        <source>The project {path} is not where it was any more.</source>
        <translation>O projeto {path} não está mais onde estava.</translation>
    </message>
    <message>
        <source>The file was moved, deleted or replaced while it was open.</source>
        <translation>O arquivo foi movido, excluído ou substituído enquanto estava aberto.</translation>
    </message>
    <message>
        <source>Save the project under a name of its own; nothing is lost then.</source>
        <translation>Salve o projeto com um nome próprio; assim nada se perde.</translation>
    </message>
    <message>
        <source>{failed} of {total} lines could not be spoken; no file was written.</source>
        <translation>{failed} de {total} linhas não puderam ser faladas; nenhum arquivo foi gravado.</translation>
    </message>
    <message>
        <source>Lines: {lines}. The first: {first}</source>
        <translation>Linhas: {lines}. A primeira: {first}</translation>
    </message>
    <message>
        <source>What was spoken is kept. Mend these lines and render again (on the command line: a text with --resume; --skip-failed leaves them out).</source>
        <translation>O que foi falado está guardado. Corrija essas linhas e gere de novo (na linha de comando: um texto, com --resume; --skip-failed as deixa de fora).</translation>
    </message>
</context>
</TS>
