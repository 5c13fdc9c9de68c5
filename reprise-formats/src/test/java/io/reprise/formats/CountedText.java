package io.reprise.formats;

/** A text that counts how often somebody looks at one of its characters, to tell how work grows with it. */
public final class CountedText implements CharSequence {
    private final CharSequence text;
    private long looks;

    public CountedText(CharSequence text) {
        this.text = text;
    }

    public long looks() {
        return looks;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        looks++;
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        looks += to - from;
        return text.subSequence(from, to);
    }

    @Override
    public String toString() {
        looks += text.length();
        return text.toString();
    }
}
