namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>After the first evaluation the training goes on in eval mode.</summary>
internal static class ModeNotPutBack
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        model.train();
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
            }

            model.eval(); // fault
            using IDisposable grad = no_grad();
            foreach ((Tensor points, Tensor classes) in Digits.HeldOut())
            {
                model.call(points).argmax(1).eq(classes).sum();
            }
        }
    }
}
