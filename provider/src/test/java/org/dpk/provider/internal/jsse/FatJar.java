package org.dpk.provider.internal.jsse;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A plain shade: every class of a class path in one jar, the services of all of them joined. */
final class FatJar {

  private static final String SERVICES = "META-INF/services/";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private FatJar() {}

  static void write(String classPath, Predicate<Path> wanted, Path jar) throws IOException {
    FatJar fat = new FatJar();
    List<Path> parts = Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList();
    for (Path part : parts) {
      if (wanted.test(part)) {
        fat.add(part);
      }
    }
    fat.write(jar);
  }

  private void add(Path part) throws IOException {
    if (Files.isDirectory(part)) {
      addTree(part);
    } else if (Files.exists(part)) {
      try (FileSystem jar = FileSystems.newFileSystem(part)) {
        addTree(jar.getPath("/"));
      }
    }
  }

  private void addTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        add(root.relativize(file).toString().replace('\\', '/'), file);
      }
    }
  }

  private void add(String name, Path file) throws IOException {
    boolean dropped =
        name.equals("META-INF/MANIFEST.MF")
            || name.endsWith("module-info.class")
            || name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)");
    if (dropped) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readAllBytes();
      entries.merge(name, content, name.startsWith(SERVICES) ? FatJar::joined : (one, two) -> one);
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.write('\n');
    both.writeBytes(other);
    return both.toByteArray();
  }

  private void write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream fat = new JarOutputStream(out, manifest)) {
      fat.setLevel(1);
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        fat.putNextEntry(new JarEntry(each.getKey()));
        fat.write(each.getValue());
        fat.closeEntry();
      }
    }
  }
}
