using TorchTrust.Losses;
using static TorchSharp.torch;

namespace TorchTrust;

/// <content>Losses that are built: modules, and objects that hold modules or settings.</content>
public abstract partial class LossSubject
{
    /// <summary>A loss that is a module.</summary>
    /// <param name="build">Builds a fresh module.</param>
    /// <param name="name">The name in results; if left out, that of the member in which the lambda stands.</param>
    /// <typeparam name="T1">The type of the argument.</typeparam>
    public static LossSubject<T1> Of<T1>(Func<nn.Module<T1, Tensor>> build, string? name = null) =>
        new(LossRecipe.OfModule(build, name, 1, static (module, arguments) => module.call((T1)arguments[0]!)));

    /// <inheritdoc cref="Of{T1}(Func{nn.Module{T1, Tensor}}, string?)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    public static LossSubject<T1, T2> Of<T1, T2>(Func<nn.Module<T1, T2, Tensor>> build, string? name = null) =>
        new(LossRecipe.OfModule(build, name, 2, static (module, arguments) =>
            module.call((T1)arguments[0]!, (T2)arguments[1]!)));

    /// <inheritdoc cref="Of{T1}(Func{nn.Module{T1, Tensor}}, string?)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    /// <typeparam name="T3">The type of the third argument.</typeparam>
    public static LossSubject<T1, T2, T3> Of<T1, T2, T3>(Func<nn.Module<T1, T2, T3, Tensor>> build, string? name = null) =>
        new(LossRecipe.OfModule(build, name, 3, static (module, arguments) =>
            module.call((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!)));

    /// <inheritdoc cref="Of{T1}(Func{nn.Module{T1, Tensor}}, string?)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    /// <typeparam name="T3">The type of the third argument.</typeparam>
    /// <typeparam name="T4">The type of the fourth argument.</typeparam>
    public static LossSubject<T1, T2, T3, T4> Of<T1, T2, T3, T4>(Func<nn.Module<T1, T2, T3, T4, Tensor>> build, string? name = null) =>
        new(LossRecipe.OfModule(build, name, 4, static (module, arguments) =>
            module.call((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!, (T4)arguments[3]!)));

    /// <summary>A loss that is computed by an object: one that holds networks, weights or settings, and is no module.</summary>
    /// <param name="build">Builds a fresh object.</param>
    /// <param name="loss">Gives one value, or a value a sample, from the object and the argument.</param>
    /// <param name="name">The name in results; if left out, that of the method, or of the member in which the lambda stands.</param>
    /// <typeparam name="TLoss">The type of the object.</typeparam>
    /// <typeparam name="T1">The type of the argument.</typeparam>
    public static LossSubject<T1> Of<TLoss, T1>(Func<TLoss> build, Func<TLoss, T1, Tensor> loss, string? name = null)
        where TLoss : class =>
        new(LossRecipe.OfObject(build, loss, name, (built, arguments) => loss(built, (T1)arguments[0]!)));

    /// <inheritdoc cref="Of{TLoss, T1}(Func{TLoss}, Func{TLoss, T1, Tensor}, string?)"/>
    /// <typeparam name="TLoss">The type of the object.</typeparam>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    public static LossSubject<T1, T2> Of<TLoss, T1, T2>(
        Func<TLoss> build, Func<TLoss, T1, T2, Tensor> loss, string? name = null)
        where TLoss : class =>
        new(LossRecipe.OfObject(build, loss, name, (built, arguments) =>
            loss(built, (T1)arguments[0]!, (T2)arguments[1]!)));

    /// <inheritdoc cref="Of{TLoss, T1}(Func{TLoss}, Func{TLoss, T1, Tensor}, string?)"/>
    /// <typeparam name="TLoss">The type of the object.</typeparam>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    /// <typeparam name="T3">The type of the third argument.</typeparam>
    public static LossSubject<T1, T2, T3> Of<TLoss, T1, T2, T3>(
        Func<TLoss> build, Func<TLoss, T1, T2, T3, Tensor> loss, string? name = null)
        where TLoss : class =>
        new(LossRecipe.OfObject(build, loss, name, (built, arguments) =>
            loss(built, (T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!)));

    /// <inheritdoc cref="Of{TLoss, T1}(Func{TLoss}, Func{TLoss, T1, Tensor}, string?)"/>
    /// <typeparam name="TLoss">The type of the object.</typeparam>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    /// <typeparam name="T3">The type of the third argument.</typeparam>
    /// <typeparam name="T4">The type of the fourth argument.</typeparam>
    public static LossSubject<T1, T2, T3, T4> Of<TLoss, T1, T2, T3, T4>(
        Func<TLoss> build, Func<TLoss, T1, T2, T3, T4, Tensor> loss, string? name = null)
        where TLoss : class =>
        new(LossRecipe.OfObject(build, loss, name, (built, arguments) =>
            loss(built, (T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!, (T4)arguments[3]!)));
}
