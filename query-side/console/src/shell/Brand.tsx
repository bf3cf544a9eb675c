import classes from './Shell.module.css'

export function Brand() {
  return (
    <span className={classes.name}>
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden>
        <rect width="32" height="32" rx="8" fill="#4653d6" />
        <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round">
          <path d="M7 10.5h9" />
          <path d="M12 16h13" />
          <path d="M7 21.5h12" />
        </g>
        <circle cx="21.5" cy="10.5" r="2.6" fill="#ffd166" />
        <circle cx="24" cy="21.5" r="2.6" fill="#7ee0c3" />
      </svg>
      Custody
    </span>
  )
}
