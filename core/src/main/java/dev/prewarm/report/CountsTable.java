package dev.prewarm.report;

import java.util.Map;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/** Numbers by name, as an MXBean shows a {@code Map<String, Long>}: rows of "key" and "value". */
final class CountsTable {
    private static final String[] COLUMNS = {"key", "value"};
    private static final CompositeType ROW;
    static final TabularType TYPE;

    static {
        String name = "java.util.Map<java.lang.String, java.lang.Long>";
        try {
            ROW = new CompositeType(
                    name, name, COLUMNS, COLUMNS, new OpenType<?>[] {SimpleType.STRING, SimpleType.LONG});
            TYPE = new TabularType(name, name, ROW, new String[] {COLUMNS[0]});
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    private CountsTable() {}

    static TabularDataSupport of(Map<?, ?> counts) {
        TabularDataSupport table = new TabularDataSupport(TYPE);
        try {
            for (Map.Entry<?, ?> each : counts.entrySet()) {
                table.put(new CompositeDataSupport(ROW, COLUMNS, new Object[] {each.getKey(), each.getValue()}));
            }
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
        return table;
    }
}
