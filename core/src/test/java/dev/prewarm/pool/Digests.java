package dev.prewarm.pool;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, of which the beginning does. */
final class Digests {
    private static final int BYTES = 8;

    private Digests() {}

    static byte[] of(byte[]... parts) {
        try {
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                all.update(part);
            }
            return all.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String text(byte[] digest) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < BYTES; i++) {
            hex.append(Integer.toHexString(0x100 | digest[i] & 0xff), 1, 3);
        }
        return hex.toString();
    }
}
