package org.dpk.cli.internal.command;

import java.lang.reflect.Constructor;
import org.dpk.cli.internal.surroundings.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Gives the surroundings to every command that asks for them in its constructor. */
final class CommandFactory implements IFactory {

  private final Surroundings surroundings;
  private final IFactory others = CommandLine.defaultFactory();

  CommandFactory(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == Surroundings.class) {
        return type.cast(constructor.newInstance(surroundings));
      }
    }
    return others.create(type);
  }
}
