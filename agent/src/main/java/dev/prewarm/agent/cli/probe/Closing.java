package dev.prewarm.agent.cli.probe;

/** What becomes of a connection after its answer. */
enum Closing {
    HEADER("header", "it says Connection: close"),
    HTTP_1_0("http-1.0", "it answers as HTTP/1.0"),
    ENDS_ANSWER("ends-answer", "the end of the connection is the end of its answer"),
    SILENTLY("silently", "it closes without a word of it"),
    KEEPS("keeps", "it keeps its connections");

    /** In JSON. */
    final String word;

    final String text;

    Closing(String word, String text) {
        this.word = word;
        this.text = text;
    }
}
