using System.Collections.Concurrent;
using System.Reflection;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// A hook on the output of any module, whatever its number of arguments, with two doors: TorchSharp's hook acts on <c>call</c>,
/// and where the user's code is woven, its shim acts on <c>forward</c>, which runs no hooks.
/// </summary>
internal sealed class ForwardHook : IDisposable
{
    private static readonly ConcurrentDictionary<Type, MethodInfo?> _installAfter = new();
    private static readonly ConcurrentDictionary<Type, MethodInfo?> _installBefore = new();

    private readonly Action _remove;

    private ForwardHook(Action remove) => _remove = remove;

    /// <summary>Sees the module, its arguments and its output, and gives the output that the caller gets.</summary>
    public delegate object? Observer(nn.Module module, object?[] arguments, object? output);

    /// <summary>Sees the module and its arguments before it runs, and gives those that it gets.</summary>
    public delegate object?[] Preparer(nn.Module module, object?[] arguments);

    /// <summary>
    /// Installs a hook; null where nothing can reach a module: it derives from <c>nn.Module</c> directly, and is not woven.
    /// </summary>
    public static ForwardHook? TryInstall(nn.Module module, Observer observer)
    {
        if (_installAfter.GetOrAdd(module.GetType(), type => InstallerFor(type, "Install")) is not { } install)
        {
            return IsWovenForward(module.GetType()) ? new ForwardHook(ForwardObservers.Add(module, observer.Invoke).Dispose) : null;
        }

        object? Told(nn.Module told, object?[] given, object? output)
        {
            ForwardObservers.NoteHook(told);
            return observer(told, given, output);
        }

        var byCall = (ForwardHook)install.Invoke(null, [module, (Observer)Told])!;
        IDisposable byForward = ForwardObservers.Add(module, observer.Invoke);
        return new ForwardHook(() =>
        {
            byForward.Dispose();
            byCall.Dispose();
        });
    }

    /// <summary>
    /// Installs a hook that gives a module its arguments, by either door; null where nothing can reach it. Where an overload of <c>call</c>
    /// has a shim of its own, it may run twice before one run of the module.
    /// </summary>
    public static ForwardHook? TryInstallBefore(nn.Module module, Preparer preparer)
    {
        if (_installBefore.GetOrAdd(module.GetType(), type => InstallerFor(type, "InstallBefore")) is not { } install)
        {
            return IsWovenForward(module.GetType()) ? new ForwardHook(ForwardObservers.AddPreparer(module, preparer.Invoke).Dispose) : null;
        }

        var byCall = (ForwardHook)install.Invoke(null, [module, preparer])!;
        IDisposable byForward = ForwardObservers.AddPreparer(module, preparer.Invoke);
        return new ForwardHook(() =>
        {
            byForward.Dispose();
            byCall.Dispose();
        });
    }

    /// <summary>Runs something before each call of a module of one tensor, by either door.</summary>
    public static ForwardHook InstallBefore(nn.Module<Tensor, Tensor> module, Action<nn.Module> action)
    {
        var byCall = module.register_forward_pre_hook((called, input) =>
        {
            action(called);
            return input;
        });
        IDisposable byForward = ForwardObservers.AddBefore(module, action);
        return new ForwardHook(() =>
        {
            byForward.Dispose();
            byCall.remove();
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _remove();

    /// <summary>The user's own class has a <c>forward</c> that woven code calls by a shim.</summary>
    private static bool IsWovenForward(Type type) => WovenAssembly.Find(type.Assembly) is not null
        && type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Any(method => method.Name == "forward");

    /// <summary>What installs a hook on modules of a type; null where they have none.</summary>
    private static MethodInfo? InstallerFor(Type moduleType, string name) =>
        BaseTypes(moduleType).FirstOrDefault(IsHookable)?.GetGenericArguments() is { } arguments
            ? typeof(ForwardHook).GetMethod($"{name}{arguments.Length - 1}", BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(arguments)
            : null;

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
