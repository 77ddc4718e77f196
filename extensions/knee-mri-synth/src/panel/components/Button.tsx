import type { ButtonHTMLAttributes } from 'react';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'primary' | 'secondary' | 'outline' | 'ghost';
  id: string;
}

/** A button in the host's look; `id` is what tests find it by. */
export function Button({ look = 'primary', id, className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`xtm-button xtm-button-${look} ${className}`}
      data-cy={`xtm-${id}`}
      {...rest}
    />
  );
}
