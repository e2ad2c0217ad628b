package dev.prewarm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JdkToolTest {
    @Test
    void toolsAreTheJdksOwnModules() {
        assertThat(JdkTool.is("jdk.jcmd", "jdk.jcmd/sun.tools.jcmd.JCmd")).isTrue();
        assertThat(JdkTool.is("jdk.compiler", "jdk.compiler/com.sun.tools.javac.Main A.java"))
                .isTrue();
        assertThat(JdkTool.is("java.base", "java.base/sun.security.tools.keytool.Main"))
                .isTrue();
        assertThat(JdkTool.is("jdk.jcmd", null)).isTrue();
    }

    @Test
    void applicationsAreNot() {
        assertThat(JdkTool.is(null, "app.jar")).isFalse();
        assertThat(JdkTool.is("com.example.app", "com.example.app/Main")).isFalse();
        assertThat(JdkTool.is("jdk.compiler", "jdk.compiler/com.sun.tools.javac.launcher.Main App.java"))
                .isFalse();
        assertThat(JdkTool.isThisJvm()).isFalse();
    }
}
