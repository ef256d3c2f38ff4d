using System.Reflection;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// A hook on the output of any module that has hooks, whatever its number of arguments. It acts on <c>call</c> only:
/// <c>forward</c> runs no hooks.
/// </summary>
internal sealed class ForwardHook : IDisposable
{
    private readonly Action _remove;

    private ForwardHook(Action remove) => _remove = remove;

    /// <summary>Sees the module, its arguments and its output, and gives the output that the caller gets.</summary>
    public delegate object? Observer(nn.Module module, object?[] arguments, object? output);

    /// <summary>Sees the module and its arguments before it runs, and gives those that it gets.</summary>
    public delegate object?[] Preparer(nn.Module module, object?[] arguments);

    /// <summary>Installs a hook; null where a module has none (it derives from <c>nn.Module</c> directly).</summary>
    public static ForwardHook? TryInstall(nn.Module module, Observer observer) => TryInstall(module, "Install", observer);

    /// <summary>Installs a hook that acts before the module runs; null where it has none.</summary>
    public static ForwardHook? TryInstallBefore(nn.Module module, Preparer preparer) => TryInstall(module, "InstallBefore", preparer);

    /// <inheritdoc/>
    public void Dispose() => _remove();

    private static ForwardHook? TryInstall(nn.Module module, string name, Delegate hook)
    {
        Type? hookable = BaseTypes(module.GetType()).FirstOrDefault(IsHookable);
        if (hookable is null)
        {
            return null;
        }

        Type[] arguments = hookable.GetGenericArguments();
        MethodInfo install = typeof(ForwardHook).GetMethod($"{name}{arguments.Length - 1}", BindingFlags.Static | BindingFlags.NonPublic)!;
        return (ForwardHook)install.MakeGenericMethod(arguments).Invoke(null, [module, hook])!;
    }

    private static bool IsHookable(Type type) =>
        type.IsGenericType && type.DeclaringType == typeof(nn)
            && type.Name.StartsWith("Module`", StringComparison.Ordinal);

    private static IEnumerable<Type> BaseTypes(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }

    private static ForwardHook Install1<T, R>(nn.Module<T, R> module, Observer observer) =>
        new(module.register_forward_hook((m, a, output) => (R)observer(m, [a], output)!).remove);

    private static ForwardHook Install2<T1, T2, R>(nn.Module<T1, T2, R> module, Observer observer) =>
        new(module.register_forward_hook((m, a, b, output) => (R)observer(m, [a, b], output)!).remove);

    private static ForwardHook Install3<T1, T2, T3, R>(nn.Module<T1, T2, T3, R> module, Observer observer) =>
        new(module.register_forward_hook((m, a, b, c, output) => (R)observer(m, [a, b, c], output)!).remove);

    private static ForwardHook Install4<T1, T2, T3, T4, R>(nn.Module<T1, T2, T3, T4, R> module, Observer observer) =>
        new(module.register_forward_hook((m, a, b, c, d, output) => (R)observer(m, [a, b, c, d], output)!).remove);

    private static ForwardHook Install5<T1, T2, T3, T4, T5, R>(nn.Module<T1, T2, T3, T4, T5, R> module, Observer observer) =>
        new(module.register_forward_hook((m, a, b, c, d, e, output) => (R)observer(m, [a, b, c, d, e], output)!).remove);

    private static ForwardHook Install6<T1, T2, T3, T4, T5, T6, R>(nn.Module<T1, T2, T3, T4, T5, T6, R> module, Observer observer) =>
        new(module.register_forward_hook((m, a, b, c, d, e, f, output) => (R)observer(m, [a, b, c, d, e, f], output)!).remove);

    private static ForwardHook InstallBefore1<T, R>(nn.Module<T, R> module, Preparer preparer) =>
        new(module.register_forward_pre_hook((m, a) => (T)preparer(m, [a])[0]!).remove);

    private static ForwardHook InstallBefore2<T1, T2, R>(nn.Module<T1, T2, R> module, Preparer preparer) =>
        new(module.register_forward_pre_hook((m, a, b) =>
        {
            object?[] given = preparer(m, [a, b]);
            return ((T1)given[0]!, (T2)given[1]!);
        }).remove);

    private static ForwardHook InstallBefore3<T1, T2, T3, R>(nn.Module<T1, T2, T3, R> module, Preparer preparer) =>
        new(module.register_forward_pre_hook((m, a, b, c) =>
        {
            object?[] given = preparer(m, [a, b, c]);
            return ((T1)given[0]!, (T2)given[1]!, (T3)given[2]!);
        }).remove);

    private static ForwardHook InstallBefore4<T1, T2, T3, T4, R>(nn.Module<T1, T2, T3, T4, R> module, Preparer preparer) =>
        new(module.register_forward_pre_hook((m, a, b, c, d) =>
        {
            object?[] given = preparer(m, [a, b, c, d]);
            return ((T1)given[0]!, (T2)given[1]!, (T3)given[2]!, (T4)given[3]!);
        }).remove);

    private static ForwardHook InstallBefore5<T1, T2, T3, T4, T5, R>(nn.Module<T1, T2, T3, T4, T5, R> module, Preparer preparer) =>
        new(module.register_forward_pre_hook((m, a, b, c, d, e) =>
        {
            object?[] given = preparer(m, [a, b, c, d, e]);
            return ((T1)given[0]!, (T2)given[1]!, (T3)given[2]!, (T4)given[3]!, (T5)given[4]!);
        }).remove);

    private static ForwardHook InstallBefore6<T1, T2, T3, T4, T5, T6, R>(nn.Module<T1, T2, T3, T4, T5, T6, R> module, Preparer preparer) =>
        new(module.register_forward_pre_hook((m, a, b, c, d, e, f) =>
        {
            object?[] given = preparer(m, [a, b, c, d, e, f]);
            return ((T1)given[0]!, (T2)given[1]!, (T3)given[2]!, (T4)given[3]!, (T5)given[4]!, (T6)given[5]!);
        }).remove);
}
