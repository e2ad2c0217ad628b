package dev.prewarm.config;

/** One spelling for every IPv4 address that a JDK takes for one without asking a name service. */
final class Ipv4 {
    private static final int PARTS = 4;
    private static final int BITS_OF_PART = 8;

    private Ipv4() {}

    /** Whether a name service may read numbers in it: all labels are decimal or hexadecimal numbers. */
    static boolean isNumeric(String name) {
        if (!Text.isDigit(name.charAt(0))) {
            return false;
        }
        for (String label : Text.split(name, '.')) {
            boolean hexadecimal = label.startsWith("0x");
            for (int i = hexadecimal ? 2 : 0; i < label.length(); i++) {
                char c = label.charAt(i);
                if (!Text.isDigit(c) && !(hexadecimal && c >= 'a' && c <= 'f')) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Four decimal parts, of one to four of which the last stands for all that is left.
     *
     * @return null for what is no address, or another one to another reader: octal and hexadecimal numbers
     */
    static String canonical(String name) {
        String[] parts = Text.split(name, '.').toArray(new String[0]);
        if (parts.length > PARTS) {
            return null;
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean last = i == parts.length - 1;
            long most = (1L << BITS_OF_PART * (last ? PARTS - i : 1)) - 1;
            long number = Text.digits(part, 0, part.length(), most);
            boolean octal = part.length() > 1 && part.charAt(0) == '0';
            if (number < 0 || number > most || octal) {
                return null;
            }
            address |= last ? number : number << BITS_OF_PART * (PARTS - 1 - i);
        }
        return parts.length == PARTS ? name : text(address);
    }

    private static String text(long address) {
        StringBuilder text = new StringBuilder();
        for (int i = PARTS - 1; i >= 0; i--) {
            text.append(address >> BITS_OF_PART * i & 0xff).append(i == 0 ? "" : ".");
        }
        return text.toString();
    }
}
