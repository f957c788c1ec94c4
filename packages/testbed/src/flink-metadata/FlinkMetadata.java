import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.checkpoint.metadata.MetadataV5Serializer;
import org.apache.flink.runtime.state.AbstractChannelStateHandle;
import org.apache.flink.runtime.state.AbstractMergedChannelStateHandle;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateHandleStreamImpl;
import org.apache.flink.runtime.state.filemerging.EmptySegmentFileStateHandle;
import org.apache.flink.runtime.state.filemerging.SegmentFileStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;

/**
 * Reads snapshot metadata with Flink's own code. A line of standard input is a file: `r` (what is in it) or `5` (the same, as Flink 2.0 writes
 * it), then its bytes in base 64; an empty line asks for what is buffered. A line of standard output is the answer, in JSON.
 */
public final class FlinkMetadata {
    private FlinkMetadata() {}

    public static void main(String[] words) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        // What is relative is resolved against a snapshot that exists.
        Files.createFile(Path.of("_metadata"));
        String pointer = Path.of("").toAbsolutePath().toUri().toString();
        out.println("ready");
        out.flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) out.flush();
            else out.println(answer(line.charAt(0), Base64.getDecoder().decode(line.substring(1)), pointer));
        }
        out.flush();
    }

    private static String answer(char wanted, byte[] bytes, String pointer) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            CheckpointMetadata metadata = Checkpoints.loadCheckpointMetadata(in, FlinkMetadata.class.getClassLoader(), pointer);
            return wanted == '5' ? rewrite(metadata) : describe(metadata);
        } catch (Throwable problem) {
            // Errors too: lengths that are not true end in an OutOfMemoryError.
            return "{\"ok\":false,\"error\":" + quote(problem.toString()) + "}";
        }
    }

    private static String rewrite(CheckpointMetadata metadata) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Checkpoints.storeCheckpointMetadata(metadata, out, MetadataV5Serializer.INSTANCE);
        return "{\"ok\":true,\"bytes\":\"" + Base64.getEncoder().encodeToString(bytes.toByteArray()) + "\"}";
    }

    private static String describe(CheckpointMetadata metadata) throws Exception {
        List<String> files = new ArrayList<>();
        StringJoiner operators = new StringJoiner(",", "[", "]");
        boolean hasChannelState = false;
        for (OperatorState operator : metadata.getOperatorStates()) {
            int finished = 0;
            for (OperatorSubtaskState subtask : operator.getStates()) {
                if (subtask.isFinished()) finished++;
                hasChannelState |= !subtask.getInputChannelState().isEmpty() || !subtask.getResultSubpartitionState().isEmpty();
                collectFrom(subtask, files);
            }
            operators.add("{\"operatorId\":" + quote(operator.getOperatorID().toString()) + ",\"uid\":" + quote(operator.getOperatorUid().orElse("")) + ",\"name\":"
                + quote(operator.getOperatorName().orElse("")) + ",\"parallelism\":" + operator.getParallelism() + ",\"maxParallelism\":" + operator.getMaxParallelism()
                + ",\"subtasks\":" + operator.getStates().size() + ",\"finishedSubtasks\":" + finished + ",\"isFinished\":" + operator.isFullyFinished()
                + ",\"hasCoordinatorState\":" + (operator.getCoordinatorState() != null) + ",\"stateBytes\":" + operator.getStateSize() + "}");
        }
        CheckpointProperties properties = metadata.getCheckpointProperties();
        String type = "\"isSavepoint\":false";
        if (properties != null && properties.isSavepoint()) {
            SavepointType savepoint = (SavepointType) properties.getCheckpointType();
            type = "\"isSavepoint\":true,\"format\":" + quote(savepoint.getFormatType().name()) + ",\"stop\":" + quote(savepoint.getPostCheckpointAction().name());
        }
        return "{\"ok\":true,\"checkpointId\":" + metadata.getCheckpointId() + "," + type + ",\"hasChannelState\":" + hasChannelState + ",\"operators\":" + operators + ",\"files\":[" + String.join(",", files) + "]}";
    }

    private static void collectFrom(OperatorSubtaskState subtask, List<String> files) throws Exception {
        List<StateObject> handles = new ArrayList<>();
        handles.addAll(subtask.getManagedOperatorState());
        handles.addAll(subtask.getRawOperatorState());
        handles.addAll(subtask.getManagedKeyedState());
        handles.addAll(subtask.getRawKeyedState());
        handles.addAll(subtask.getInputChannelState());
        handles.addAll(subtask.getResultSubpartitionState());
        for (StateObject handle : handles) collect(handle, files);
    }

    private static void collect(StateObject handle, List<String> files) {
        if (handle instanceof OperatorStateHandle) {
            collect(((OperatorStateHandle) handle).getDelegateStateHandle(), files);
        } else if (handle instanceof KeyGroupsStateHandle) {
            collect(((KeyGroupsStateHandle) handle).getDelegateStateHandle(), files);
        } else if (handle instanceof AbstractChannelStateHandle) {
            collect(((AbstractChannelStateHandle<?>) handle).getDelegate(), files);
        } else if (handle instanceof AbstractMergedChannelStateHandle) {
            collect(((AbstractMergedChannelStateHandle<?, ?>) handle).getDelegate(), files);
        } else if (handle instanceof IncrementalRemoteKeyedStateHandle) {
            IncrementalRemoteKeyedStateHandle incremental = (IncrementalRemoteKeyedStateHandle) handle;
            collect(incremental.getMetaDataStateHandle(), files);
            for (HandleAndLocalPath file : incremental.getSharedState()) collect(file.getHandle(), files);
            for (HandleAndLocalPath file : incremental.getPrivateState()) collect(file.getHandle(), files);
        } else if (handle instanceof ChangelogStateBackendHandle) {
            for (StateObject part : ((ChangelogStateBackendHandle) handle).getMaterializedStateHandles()) collect(part, files);
            for (StateObject part : ((ChangelogStateBackendHandle) handle).getNonMaterializedStateHandles()) collect(part, files);
        } else if (handle instanceof ChangelogStateHandleStreamImpl) {
            for (Tuple2<StreamStateHandle, Long> file : ((ChangelogStateHandleStreamImpl) handle).getHandlesAndOffsets()) collect(file.f0, files);
        } else if (handle instanceof EmptySegmentFileStateHandle) {
            return;
        } else if (handle instanceof SegmentFileStateHandle) {
            SegmentFileStateHandle segment = (SegmentFileStateHandle) handle;
            add(segment.getFilePath().toString(), false, segment.getStartPos() + segment.getStateSize(), files);
        } else if (handle instanceof RelativeFileStateHandle) {
            add(((RelativeFileStateHandle) handle).getRelativePath(), true, handle.getStateSize(), files);
        } else if (handle instanceof FileStateHandle) {
            add(((FileStateHandle) handle).getFilePath().toString(), false, handle.getStateSize(), files);
        }
    }

    private static void add(String location, boolean isRelative, long sizeBytes, List<String> files) {
        files.add("{\"location\":" + quote(location) + ",\"isRelative\":" + isRelative + ",\"sizeBytes\":" + sizeBytes + "}");
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            if (unit == '"' || unit == '\\' || unit < 0x20 || unit > 0x7e) quoted.append(String.format("\\u%04x", (int) unit));
            else quoted.append(unit);
        }
        return quoted.append('"').toString();
    }
}
