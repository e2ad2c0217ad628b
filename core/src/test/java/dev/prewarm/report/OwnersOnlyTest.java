package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a file system like that of Windows: no permissions of POSIX, but lists of who may do what. */
class OwnersOnlyTest {
    private static final String USER = "DESKTOP\\jane";

    private final FileSystem windows = Jimfs.newFileSystem(Configuration.windows().toBuilder()
            .setAttributeViews("basic", "owner", "acl")
            .build());
    private final Path directory = windows.getPath("C:\\Users\\jane\\AppData\\Local\\Temp");

    OwnersOnlyTest() throws IOException {
        Files.createDirectories(directory);
    }

    @AfterEach
    void close() throws IOException {
        windows.close();
    }

    private AclEntry entry(AclEntryType type, String who) throws IOException {
        return AclEntry.newBuilder()
                .setType(type)
                .setPrincipal(windows.getUserPrincipalLookupService().lookupPrincipalByName(who))
                .setPermissions(AclEntryPermission.READ_DATA)
                .build();
    }

    private void letIn(String... who) throws IOException {
        List<AclEntry> entries = new ArrayList<>();
        for (String each : who) {
            entries.add(entry(AclEntryType.ALLOW, each));
        }
        Files.getFileAttributeView(directory, AclFileAttributeView.class).setAcl(entries);
    }

    private FileAttribute<?>[] attributes() throws IOException {
        return OwnersOnly.attributes(directory, USER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DESKTOP\\jane", "NT AUTHORITY\\SYSTEM", "BUILTIN\\Administrators", "\\CREATOR OWNER"})
    void itsUserAndWhoMayReadEverythingAreNobodyElse(String who) throws IOException {
        letIn("DESKTOP\\jane", who);

        assertThat(attributes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Everyone", "BUILTIN\\Users", "DESKTOP\\john", "CORP\\jane", "jane"})
    void anybodyElseIsNamed(String who) throws IOException {
        letIn("DESKTOP\\jane", who);

        assertThatThrownBy(this::attributes)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is open to " + who)
                .hasMessageContaining(directory.toString());
    }

    /** That a directory is somebody's own does not make it ours. */
    @Test
    void noMoreItsOwner() throws IOException {
        UserPrincipal john = windows.getUserPrincipalLookupService().lookupPrincipalByName("DESKTOP\\john");
        Files.setOwner(directory, john);
        letIn(USER, john.getName());

        assertThatThrownBy(this::attributes).hasMessageContaining("it is open to DESKTOP\\john");
    }

    @Test
    void whoIsKeptOutIsNotLetIn() throws IOException {
        Files.getFileAttributeView(directory, AclFileAttributeView.class)
                .setAcl(List.of(entry(AclEntryType.ALLOW, USER), entry(AclEntryType.DENY, "Everyone")));

        assertThat(attributes()).isEmpty();
    }

    @Test
    void aFileIsWrittenThereAndReplaced() throws IOException {
        letIn(ProcessHandle.current().info().user().orElse(""));
        StatusFile file = StatusFile.own(directory);
        file.write("one");
        file.write("two");

        assertThat(Files.readString(file.path())).isEqualTo("two");
        letIn("Everyone");
        assertThatThrownBy(() -> file.write("three")).isInstanceOf(IOException.class);
        assertThat(Files.readString(file.path())).isEqualTo("two");
    }

    @Test
    void withNeitherThereIsNone() throws IOException {
        try (FileSystem plain = Jimfs.newFileSystem(
                Configuration.windows().toBuilder().setAttributeViews("basic").build())) {
            assertThatThrownBy(() -> OwnersOnly.attributes(plain.getPath("C:\\work"), USER))
                    .hasMessageContaining("no file can be kept from other users");
        }
    }
}
