package custody.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.module.SimpleValueInstantiators;

/// Calls the constructor of a record by a handle that takes all arguments in one array. Jackson
/// (3.1) makes that handle anew for each record, which is a seventh of what reading an event takes.
final class RecordInstantiators extends SimpleValueInstantiators {
  private static final long serialVersionUID = 1;
  private static final MethodType OF_ALL = MethodType.methodType(Object.class, Object[].class);

  @Override
  public ValueInstantiator modifyValueInstantiator(
      DeserializationConfig config, BeanDescription.Supplier bean, ValueInstantiator usual) {
    return bean.getBeanClass().isRecord()
            && usual instanceof StdValueInstantiator standard
            && usual.getWithArgsCreator() instanceof AnnotatedConstructor creator
        ? new ByHandle(standard, creator.getAnnotated())
        : usual;
  }

  private static final class ByHandle extends StdValueInstantiator {
    private static final long serialVersionUID = 1;

    private final transient MethodHandle handle;

    ByHandle(StdValueInstantiator usual, Constructor<?> constructor) {
      super(usual);
      try {
        constructor.setAccessible(true);
        handle =
            MethodHandles.lookup()
                .unreflectConstructor(constructor)
                .asFixedArity()
                .asSpreader(Object[].class, constructor.getParameterCount())
                .asType(OF_ALL);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(constructor + " was made accessible", e);
      }
    }

    @Override
    public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
      try {
        return (Object) handle.invokeExact(arguments);
      } catch (Error e) {
        throw e;
      } catch (Throwable e) { // whatever a constructor throws, as Jackson tells of it
        return context.handleInstantiationProblem(
            _valueClass, arguments, rewrapCtorProblem(context, e));
      }
    }
  }
}
