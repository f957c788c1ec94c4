import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.flink.sql.parser.ddl.SqlTableOption;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.internal.TableEnvironmentInternal;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.planner.parse.CalciteParser;
import org.apache.flink.table.planner.parse.ExtendedParser;

/**
 * Says what Flink's own parser, set up as Flink sets it up, reads in a text. A line of standard input is a text: a dot and its
 * UTF-16 (little endian) in base 64; an empty line asks for what is buffered. A line of standard output is the answer, in JSON.
 */
public final class FlinkParser {
    private FlinkParser() {}

    public static void main(String[] words) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        SqlParser.Config config = configurationOfFlink();
        out.println("ready");
        out.flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) out.flush();
            else out.println(answer(config, textOf(Base64.getDecoder().decode(line.substring(1)))));
        }
        out.flush();
    }

    /** Unit by unit: a decoder would replace halves of surrogate pairs. */
    private static String textOf(byte[] units) {
        return ByteBuffer.wrap(units).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().toString();
    }

    /** Taken out of a real table environment, so that nothing about it has to be guessed. */
    private static SqlParser.Config configurationOfFlink() throws ReflectiveOperationException {
        TableEnvironment environment = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        Object parser = ((TableEnvironmentInternal) environment).getParser();
        CalciteParser calcite = (CalciteParser) ((Supplier<?>) valueOf(parser, parser.getClass(), "calciteParserSupplier")).get();
        return (SqlParser.Config) valueOf(calcite, CalciteParser.class, "config");
    }

    private static Object valueOf(Object object, Class<?> type, String field) throws ReflectiveOperationException {
        Field found = type.getDeclaredField(field);
        found.setAccessible(true);
        return found.get(object);
    }

    private static String answer(SqlParser.Config config, String sql) throws ReflectiveOperationException {
        // Flink looks at these few commands before its parser does.
        Optional<Operation> command = ExtendedParser.INSTANCE.parse(sql);
        if (command.isPresent()) return accepted(command.get().getClass().getSimpleName(), new Walk());
        SqlNodeList list;
        try {
            // The parser below SqlParser: what that adds is a better message, and it takes longer than the parsing.
            list = ((SqlAbstractParserImpl) valueOf(SqlParser.create(sql, config), SqlParser.class, "parser")).parseSqlStmtList();
        } catch (Throwable error) {
            return "{\"ok\":false,\"error\":" + quote(firstLine(error)) + "}";
        }
        Walk walk = new Walk();
        walk.visit(list.getList());
        return accepted(list.size() == 1 ? kindOf(list.get(0)) : "several", walk);
    }

    private static String firstLine(Throwable error) {
        return String.valueOf(error.getMessage()).split("\n", 2)[0];
    }

    private static String kindOf(SqlNode node) {
        return node.getClass() == SqlBasicCall.class ? ((SqlBasicCall) node).getOperator().getName() : node.getClass().getSimpleName();
    }

    private static String accepted(String kind, Walk walk) {
        return "{\"ok\":true,\"kind\":" + quote(kind) + ",\"classes\":" + array(walk.classes) + ",\"options\":" + arrays(walk.options)
                + ",\"hints\":" + array(walk.hints) + ",\"names\":" + arrays(walk.names) + "}";
    }

    /** Collects from everything that hangs on a node, whatever its class keeps it in. */
    private static final class Walk {
        final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        final Set<String> classes = new TreeSet<>();
        final List<List<String>> options = new ArrayList<>();
        final List<List<String>> names = new ArrayList<>();
        final Set<String> hints = new TreeSet<>();

        void visit(Object value) throws ReflectiveOperationException {
            if (value == null) return;
            if (value instanceof SqlNode) node((SqlNode) value);
            else if (value instanceof Optional) visit(((Optional<?>) value).orElse(null));
            else if (value instanceof Map) for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) { visit(entry.getKey()); visit(entry.getValue()); }
            else if (value instanceof Object[]) for (Object each : (Object[]) value) visit(each);
            else if (value instanceof Iterable) for (Object each : (Iterable<?>) value) visit(each);
            // What parts of a statement are kept in without being nodes: column positions, LIKE options, types.
            else if ((value instanceof SqlTypeNameSpec || value.getClass().getName().startsWith("org.apache.flink.sql.parser.")) && !value.getClass().isEnum() && seen.add(value)) {
                classes.add(value.getClass().getSimpleName());
                fields(value);
            }
        }

        private void node(SqlNode node) throws ReflectiveOperationException {
            if (!seen.add(node)) return;
            classes.add(node.getClass().getSimpleName());
            if (node instanceof SqlIdentifier) names.add(((SqlIdentifier) node).names);
            if (node instanceof SqlTableOption) options.add(List.of(((SqlTableOption) node).getKeyString(), ((SqlTableOption) node).getValueString()));
            if (node instanceof SqlHint) hint((SqlHint) node);
            if (node instanceof SqlNodeList) visit(((SqlNodeList) node).getList());
            if (!(node instanceof SqlIdentifier)) fields(node);
        }

        private void hint(SqlHint hint) {
            hints.add(hint.getName());
            if (!hint.getName().equalsIgnoreCase("OPTIONS") || hint.getOptionFormat() != SqlHint.HintOptionFormat.KV_LIST) return;
            try {
                hint.getOptionKVPairs().forEach((key, text) -> options.add(List.of(key, text)));
            } catch (ClassCastException error) {
                // Flink fails on it just so, once it looks at the hint.
                options.add(List.of("unreadable", "unreadable"));
            }
        }

        private void fields(Object object) throws ReflectiveOperationException {
            for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    boolean isNameOfType = object instanceof SqlTypeNameSpec && field.getName().equals("typeName");
                    if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive() || isNameOfType || SqlOperator.class.isAssignableFrom(field.getType())) continue;
                    field.setAccessible(true);
                    visit(field.get(object));
                }
            }
        }
    }

    private static String arrays(List<List<String>> lists) {
        StringJoiner joiner = new StringJoiner(",", "[", "]");
        for (List<String> list : lists) joiner.add(array(list));
        return joiner.toString();
    }

    private static String array(Collection<String> texts) {
        StringJoiner joiner = new StringJoiner(",", "[", "]");
        for (String text : texts) joiner.add(quote(text));
        return joiner.toString();
    }

    private static String quote(String text) {
        StringBuilder builder = new StringBuilder("\"");
        for (char character : text.toCharArray()) {
            if (character < 0x20 || character > 0x7e || character == '"' || character == '\\') builder.append(String.format("\\u%04x", (int) character));
            else builder.append(character);
        }
        return builder.append('"').toString();
    }
}
