package dev.prewarm.agent.weave;

import java.util.Objects;

/** A field or method, named as class files name them. Immutable. */
public final class Member {
    private final String owner;
    private final String name;
    private final String descriptor;

    public Member(String owner, String name, String descriptor) {
        this.owner = owner;
        this.name = name;
        this.descriptor = descriptor;
    }

    public String owner() {
        return owner;
    }

    public String name() {
        return name;
    }

    public String descriptor() {
        return descriptor;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Member
                && owner.equals(((Member) other).owner)
                && name.equals(((Member) other).name)
                && descriptor.equals(((Member) other).descriptor);
    }

    @Override
    public int hashCode() {
        return Objects.hash(owner, name, descriptor);
    }

    @Override
    public String toString() {
        return owner.replace('/', '.') + "." + name + " " + descriptor;
    }
}
