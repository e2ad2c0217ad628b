package dev.prewarm.report;

import dev.prewarm.pool.status.Printable;
import dev.prewarm.pool.status.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.ImmutableDescriptor;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;

/**
 * Shows readings with the types of an MXBean. Attributes asked for together are of one reading, so that they add up. A
 * dynamic one, so that a field has its name in one place. Thread-safe.
 */
final class SnapshotBean implements DynamicMBean {
    private final String what;
    private final List<Field> fields;
    private final Supplier<Snapshot> snapshots;

    /**
     * @param what it shows, for people
     * @param snapshots may answer null for what is no longer known
     */
    SnapshotBean(String what, List<Field> fields, Supplier<Snapshot> snapshots) {
        this.what = what;
        this.fields = fields;
        this.snapshots = snapshots;
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        return value(field(name), snapshot());
    }

    /** Those that exist, as the specification has it. */
    @Override
    public AttributeList getAttributes(String[] names) {
        Snapshot snapshot = snapshot();
        AttributeList list = new AttributeList();
        for (String name : names) {
            try {
                list.add(new Attribute(name, value(field(name), snapshot)));
            } catch (AttributeNotFoundException leftOut) {
                // The caller sees which are missing.
            }
        }
        return list;
    }

    private Snapshot snapshot() {
        Snapshot snapshot = snapshots.get();
        if (snapshot == null) {
            throw new IllegalStateException("no longer known");
        }
        return snapshot;
    }

    private Field field(String name) throws AttributeNotFoundException {
        for (Field field : fields) {
            if (attributeName(field).equals(name)) {
                return field;
            }
        }
        throw new AttributeNotFoundException("no attribute " + name);
    }

    private static String attributeName(Field field) {
        return Character.toUpperCase(field.name().charAt(0)) + field.name().substring(1);
    }

    private static Object value(Field field, Snapshot snapshot) {
        Object value = field.of(snapshot);
        if (value instanceof String) {
            return Printable.of((String) value);
        }
        return value instanceof Map ? CountsTable.of((Map<?, ?>) value) : value;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes =
                fields.stream().map(SnapshotBean::info).toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(
                SnapshotBean.class.getName(),
                what,
                attributes,
                null,
                null,
                null,
                new ImmutableDescriptor("mxbean=true", "immutableInfo=true"));
    }

    private static MBeanAttributeInfo info(Field field) {
        return new MBeanAttributeInfo(attributeName(field), type(field.kind()), field.meaning(), true, false, false);
    }

    private static String type(Field.Kind kind) {
        switch (kind) {
            case TEXT:
                return String.class.getName();
            case NUMBER:
                return long.class.getName();
            case DECIMAL:
                return double.class.getName();
            case FLAG:
                return boolean.class.getName();
            default:
                return CountsTable.TYPE.getClassName();
        }
    }

    @Override
    public void setAttribute(Attribute attribute) throws InvalidAttributeValueException {
        throw new InvalidAttributeValueException("can only be read");
    }

    /** None can be set. */
    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String action, Object[] arguments, String[] signature) throws ReflectionException {
        throw new ReflectionException(new NoSuchMethodException(action), "no operations");
    }
}
