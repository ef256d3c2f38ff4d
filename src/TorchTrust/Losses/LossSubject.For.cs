using System.Runtime.CompilerServices;
using TorchTrust.Losses;
using static TorchSharp.torch;

namespace TorchTrust;

/// <content>Losses that are functions: lambdas, delegates, method groups.</content>
public abstract partial class LossSubject
{
    /// <summary>A loss that is a function.</summary>
    /// <param name="loss">Gives one value, or a value a sample.</param>
    /// <param name="name">The name in results; if left out, that of the method, or of the member in which the lambda stands.</param>
    public static LossSubject<Tensor> For(Func<Tensor, Tensor> loss, string? name = null) => For<Tensor>(loss, name);

    /// <inheritdoc cref="For(Func{Tensor, Tensor}, string?)"/>
    public static LossSubject<Tensor, Tensor> For(Func<Tensor, Tensor, Tensor> loss, string? name = null) =>
        For<Tensor, Tensor>(loss, name);

    /// <inheritdoc cref="For(Func{Tensor, Tensor}, string?)"/>
    public static LossSubject<Tensor, Tensor, Tensor> For(Func<Tensor, Tensor, Tensor, Tensor> loss, string? name = null) =>
        For<Tensor, Tensor, Tensor>(loss, name);

    /// <inheritdoc cref="For(Func{Tensor, Tensor}, string?)"/>
    public static LossSubject<Tensor, Tensor, Tensor, Tensor> For(Func<Tensor, Tensor, Tensor, Tensor, Tensor> loss, string? name = null) =>
        For<Tensor, Tensor, Tensor, Tensor>(loss, name);

    /// <summary>A loss that is a function of an argument that need be no tensor: a tuple, a record, a list of tensors.</summary>
    /// <inheritdoc cref="For(Func{Tensor, Tensor}, string?)"/>
    /// <typeparam name="T1">The type of the argument.</typeparam>
    public static LossSubject<T1> For<T1>(Func<T1, Tensor> loss, string? name = null) =>
        new(LossRecipe.Of(loss, name, arguments => loss((T1)arguments[0]!)));

    /// <summary>A loss that is a function of arguments that need be no tensors: tuples, records, lists of tensors.</summary>
    /// <inheritdoc cref="For(Func{Tensor, Tensor}, string?)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    public static LossSubject<T1, T2> For<T1, T2>(Func<T1, T2, Tensor> loss, string? name = null) =>
        new(LossRecipe.Of(loss, name, arguments => loss((T1)arguments[0]!, (T2)arguments[1]!)));

    /// <summary>A loss that is a function of arguments that need be no tensors: tuples, records, lists of tensors.</summary>
    /// <inheritdoc cref="For(Func{Tensor, Tensor}, string?)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    /// <typeparam name="T3">The type of the third argument.</typeparam>
    public static LossSubject<T1, T2, T3> For<T1, T2, T3>(Func<T1, T2, T3, Tensor> loss, string? name = null) =>
        new(LossRecipe.Of(loss, name, arguments => loss((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!)));

    /// <summary>A loss that is a function of arguments that need be no tensors: tuples, records, lists of tensors.</summary>
    /// <inheritdoc cref="For(Func{Tensor, Tensor}, string?)"/>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    /// <typeparam name="T3">The type of the third argument.</typeparam>
    /// <typeparam name="T4">The type of the fourth argument.</typeparam>
    public static LossSubject<T1, T2, T3, T4> For<T1, T2, T3, T4>(Func<T1, T2, T3, T4, Tensor> loss, string? name = null) =>
        new(LossRecipe.Of(loss, name, arguments => loss((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!, (T4)arguments[3]!)));

    /// <summary>A loss that is a function which gives a tuple: the loss first, then what is logged beside it.</summary>
    /// <inheritdoc cref="For{T1}(Func{T1, Tensor}, string?)"/>
    public static LossSubject<T1> For<T1>(Func<T1, ITuple> loss, string? name = null) =>
        new(LossRecipe.Of(loss, name, arguments => loss((T1)arguments[0]!)));

    /// <summary>A loss that is a function which gives a tuple: the loss first, then what is logged beside it.</summary>
    /// <inheritdoc cref="For{T1, T2}(Func{T1, T2, Tensor}, string?)"/>
    public static LossSubject<T1, T2> For<T1, T2>(Func<T1, T2, ITuple> loss, string? name = null) =>
        new(LossRecipe.Of(loss, name, arguments => loss((T1)arguments[0]!, (T2)arguments[1]!)));

    /// <summary>A loss that is a function which gives a tuple: the loss first, then what is logged beside it.</summary>
    /// <inheritdoc cref="For{T1, T2, T3}(Func{T1, T2, T3, Tensor}, string?)"/>
    public static LossSubject<T1, T2, T3> For<T1, T2, T3>(Func<T1, T2, T3, ITuple> loss, string? name = null) =>
        new(LossRecipe.Of(loss, name, arguments => loss((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!)));

    /// <summary>A loss that is a function which gives a tuple: the loss first, then what is logged beside it.</summary>
    /// <inheritdoc cref="For{T1, T2, T3, T4}(Func{T1, T2, T3, T4, Tensor}, string?)"/>
    public static LossSubject<T1, T2, T3, T4> For<T1, T2, T3, T4>(Func<T1, T2, T3, T4, ITuple> loss, string? name = null) =>
        new(LossRecipe.Of(loss, name, arguments => loss((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!, (T4)arguments[3]!)));
}
