package dev.prewarm.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** How a file is kept from everybody but its user: by its own permissions, or, on Windows, by those of its directory. */
final class OwnersOnly {
    private OwnersOnly() {}

    /**
     * What a file in that directory is to be created with.
     *
     * @param user whom this process runs as, by {@link ProcessHandle.Info#user}: on Windows with the domain or machine before it
     * @throws IOException if others could read it, and who
     */
    static FileAttribute<?>[] attributes(Path directory, String user) throws IOException {
        Set<String> views = directory.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            return new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            };
        }
        if (!views.contains("acl")) {
            throw new IOException("no file can be kept from other users in " + directory);
        }
        // A new file has what its directory passes on.
        String other = otherThan(user, Files.getFileAttributeView(directory, AclFileAttributeView.class));
        if (other != null) {
            throw new IOException("no file can be kept from other users in " + directory + ": it is open to " + other);
        }
        return new FileAttribute<?>[0];
    }

    /** Somebody else whom the directory lets in; null: nobody. */
    private static String otherThan(String user, AclFileAttributeView view) throws IOException {
        for (AclEntry entry : view.getAcl()) {
            String who = entry.principal().getName();
            if (entry.type() == AclEntryType.ALLOW && !who.equals(user) && !isSystem(who)) {
                return who;
            }
        }
        return null;
    }

    /** Who may read everything anyway; or what stands for whoever creates a file. */
    private static boolean isSystem(String name) {
        switch (name) {
            case "NT AUTHORITY\\SYSTEM":
            case "BUILTIN\\Administrators":
            case "\\CREATOR OWNER":
                return true;
            default:
                return false;
        }
    }
}
